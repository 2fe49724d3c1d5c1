package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import carapace.drills.Inside.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Claim: anybody could write to everything. Makes one change after the other as superuser, has the
/// operator audit, looks whether the server still serves an agent that was left alone, acts as the
/// victim over HTTP, reads as a verifying client, and puts it back.
final class FullWriteAccess {

    private static final int CHANGES_MIN = 35;

    private final Scene scene;
    private final Inside inside;
    private final Attempts attempts;
    private final Bystander bystander;
    private final Impersonation impersonation;
    private final VerifyingReader reader;

    FullWriteAccess(Scene scene, Inside inside, Attempts attempts) throws Exception {
        this.scene = scene;
        this.inside = inside;
        this.attempts = attempts;
        this.bystander = new Bystander(scene, attempts);
        this.impersonation = new Impersonation(scene, attempts);
        this.reader = new VerifyingReader(scene, attempts);
    }

    /// One case of `changes.txt`.
    ///
    /// @param named words of what the audit must say: table, then key or the beginning of it
    /// @param hidden what a verifying client must not believe: `post ID`, `comment ID` or `agent`
    record Change(
            Aftermath after,
            List<String> named,
            List<String> hidden,
            String statements,
            String undo) {

        String what() {
            return after.done();
        }
    }

    void attack() throws Exception {
        var changes = changes();
        if (changes.size() < CHANGES_MIN) {
            throw new IllegalStateException("only %d changes were read".formatted(changes.size()));
        }
        attack(changes);
    }

    /// Some of the changes, for tests that plant a flaw.
    void attack(List<Change> changes) throws Exception {
        requireClean();
        try (var superuser = new Superuser(inside)) {
            var saved = superuser.save();
            for (var change : changes) {
                bystander.getReady();
                superuser.run(scene.fill(change.statements()));
                tellAll(superuser);
                try {
                    act(change);
                } finally {
                    superuser.restore(saved);
                    bystander.putBack();
                    if (!change.undo().isEmpty()) {
                        superuser.run(scene.fill(change.undo()));
                    }
                    tellAll(superuser);
                }
            }
        }
        requireClean();
    }

    /// Otherwise anything would be named.
    private void requireClean() throws Exception {
        var named = inside.audit();
        if (!named.isEmpty()) {
            throw new IllegalStateException("the audit names without any change: " + named);
        }
    }

    private void tellAll(Superuser superuser) throws Exception {
        superuser.tell(scene.victim().handle().value());
        superuser.tell(scene.thief().handle().value());
        superuser.tell(scene.frozen().handle().value());
        superuser.tell(scene.rotated().handle().value());
    }

    private void act(Change change) throws Exception {
        audit(change);
        var after = change.after();
        bystander.goOn(after);
        impersonation.asVictim(after);
        impersonation.asBefore(after, scene.frozen());
        impersonation.asBefore(after, scene.rotated());
        reader.readFeed(after);
        for (var hidden : change.hidden()) {
            var words = scene.fill(hidden).split(" ", -1);
            if (words[0].equals("agent")) {
                reader.readVictim(after);
            } else {
                reader.read(after, words[0], words[1]);
            }
        }
    }

    private void audit(Change change) throws Exception {
        var named = inside.audit();
        for (var expected : change.named()) {
            attempts.tried(
                    "a change that the audit does not name",
                    !isNamed(named, scene.fill(expected)),
                    "%s: not %s but %s"
                            .formatted(change.what(), scene.fill(expected), brief(named)));
        }
    }

    private static boolean isNamed(List<Named> named, String expected) {
        var space = expected.indexOf(' ');
        var table = expected.substring(0, space);
        var key = expected.substring(space + 1);
        return named.stream()
                .anyMatch(each -> each.table().equals(table) && each.key().startsWith(key));
    }

    private static String brief(List<Named> named) {
        return named.stream()
                .limit(3)
                .map(each -> "%s %s (%s)".formatted(each.table(), each.key(), each.problem()))
                .collect(Collectors.joining("; "));
    }

    static List<Change> changes() throws IOException {
        try (var in = FullWriteAccess.class.getResourceAsStream("changes.txt")) {
            if (in == null) {
                throw new AssertionError("changes.txt is part of the drills");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var changes = new ArrayList<Change>();
            for (var block : text.split("\n\n(?==)", -1)) {
                if (block.startsWith("= ")) {
                    changes.add(change(block.lines().toList()));
                }
            }
            return changes;
        }
    }

    private static Change change(List<String> lines) {
        var refusals = new HashMap<String, String>();
        for (var refusal : marked(lines, "? ")) {
            var space = refusal.indexOf(' ');
            refusals.put(refusal.substring(0, space), refusal.substring(space + 1));
        }
        return new Change(
                new Aftermath(lines.getFirst().substring(2), refusals),
                marked(lines, "> "),
                marked(lines, "! "),
                lines.stream()
                        .filter(line -> !line.matches("[=>!?~] .*"))
                        .collect(Collectors.joining("\n")),
                String.join("\n", marked(lines, "~ ")));
    }

    private static List<String> marked(List<String> lines, String mark) {
        return lines.stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }
}
