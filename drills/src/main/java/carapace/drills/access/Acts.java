package carapace.drills.access;

import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.drills.access.ScopeTable.Row;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Each type of record by each actor, on what is its own, another's, absent or gone; and by those
/// who may not send records at all.
final class Acts {

    /// These run behind, and others may change them.
    private static final Pattern COUNTS =
            Pattern.compile("\"(score|up|down|comments|subscribers|followers|following)\":\\d+,?");

    private final Target target;
    private final ScopeTable table;
    private final Map<String, Cast> cast;
    private final Judge judge;

    Acts(Target target, ScopeTable table, Map<String, Cast> cast, Judge judge) {
        this.target = target;
        this.table = table;
        this.cast = cast;
        this.judge = judge;
    }

    void attack(Handle bystander) throws Exception {
        var gone = Objects.requireNonNull(cast.get("retired")).puppet().handle();
        for (var row : table.acts()) {
            var scene = new Scene(target, bystander, gone);
            var before = looks(scene);
            withoutStanding(row, scene);
            inAnothersName(row, scene);
            var changed = byActors(row, scene, before);
            if (!changed) {
                unchanged(row, scene, before);
            }
        }
        newcomers();
    }

    /// {@return whether somebody was allowed to change the scene}
    private boolean byActors(Row row, Scene scene, List<String> before) throws Exception {
        var changed = false;
        for (var actor : scene.actors().entrySet()) {
            var puppet = actor.getValue();
            var expected = row.expected(actor.getKey());
            if (expected.equals(Judge.OK) && !changed) {
                unchanged(row, scene, before);
                changed = true;
            }
            judge.expect(
                    expected,
                    send(puppet, scene.body(row.first(), row.second(), puppet), puppet.token()),
                    row.first(),
                    "%s by %s".formatted(row, actor.getKey()));
        }
        return changed;
    }

    /// The same act by everybody whom the first table keeps from sending records.
    private void withoutStanding(Row row, Scene scene) throws Exception {
        var door =
                table.requests().stream()
                        .filter(it -> it.toString().equals("POST " + Requests.RECORDS))
                        .findFirst()
                        .orElseThrow();
        for (var caller : cast.entrySet()) {
            var expected = door.expected(caller.getKey());
            if (!expected.equals(Judge.OK)) {
                var puppet = caller.getValue().puppet();
                var body = scene.body(row.first(), row.second(), puppet);
                var record =
                        puppet.seq() == 0
                                ? puppet.sign(body, 1, scene.post())
                                : puppet.sign(body, puppet.seq(), puppet.head());
                judge.expect(
                        expected,
                        caller.getValue().call("POST", Requests.RECORDS, records(record.compact())),
                        "without standing",
                        "%s by %s".formatted(row, caller.getKey()));
            }
        }
    }

    /// A record that names the author, signed by somebody else; and the author's own, sent by
    /// somebody else.
    private void inAnothersName(Row row, Scene scene) throws Exception {
        for (var actor : scene.actors().entrySet()) {
            var puppet = actor.getValue();
            if (puppet == scene.author()) {
                continue;
            }
            var body = scene.body(row.first(), row.second(), scene.author());
            var forged =
                    puppet.bend(
                            body, named(puppet.handle().value(), scene.author().handle().value()));
            var own =
                    scene.author()
                            .sign(body, scene.author().seq(), scene.author().head())
                            .compact();
            for (var record : List.of(forged, own)) {
                judge.expect(
                        "foreign-agent",
                        puppet.submit(List.of(record), puppet.token()),
                        "in another's name",
                        "%s by %s".formatted(row, actor.getKey()));
            }
        }
    }

    private static UnaryOperator<String> named(String own, String other) {
        return json -> json.replace("\"agent\":\"" + own + '"', "\"agent\":\"" + other + '"');
    }

    private static Answer send(Puppet puppet, Body body, String token) throws Exception {
        var seq = puppet.seq();
        var head = puppet.head();
        var answer = puppet.submit(List.of(puppet.next(body).compact()), token);
        if (!answer.ok()) {
            puppet.rewind(seq, head);
        }
        return answer;
    }

    private static String records(String compact) {
        return new JsonWriter().texts("records", List.of(compact)).write();
    }

    private static List<String> looks(Scene scene) throws Exception {
        var looks = new ArrayList<String>();
        for (var path : scene.paths()) {
            var body = scene.author().wire().get(scene.author().url(path), Map.of()).body();
            looks.add(COUNTS.matcher(body).replaceAll(""));
        }
        return looks;
    }

    private void unchanged(Row row, Scene scene, List<String> before) throws Exception {
        var now = looks(scene);
        judge.attempts()
                .tried(
                        "changing what is another's",
                        !now.equals(before),
                        "%s: %s became %s".formatted(row, before, now));
    }

    private void newcomers() throws Exception {
        for (var row : table.newcomers()) {
            judge.expect(
                    row.expected("newcomer"),
                    first(row.second()),
                    row.first(),
                    row + " by a newcomer");
        }
    }

    private Answer first(String object) throws Exception {
        var newcomer = Puppet.newcomer(target, "scope");
        var create = newcomer.creation(null, null);
        var own = newcomer.sign(create, 0, null).compact();
        return switch (object) {
            case "it" -> newcomer.submit(List.of(own), "");
            case "taken" -> newcomer.submit(List.of(as(newcomer, create, taken())), "");
            case "reserved" -> newcomer.submit(List.of(as(newcomer, create, "admin")), "");
            case "server" -> newcomer.submit(List.of(as(newcomer, create, "carapace")), "");
            case "twice" -> {
                var second = new AgentBody.UpdateProfile("Two at once", null);
                var created = newcomer.next(create).compact();
                yield newcomer.submit(List.of(created, newcomer.next(second).compact()), "");
            }
            case "relayed" -> Puppet.newcomer(target, "scope").submit(List.of(own), "");
            case "late" -> {
                var agent = Objects.requireNonNull(cast.get("agent"));
                yield agent.puppet().submit(List.of(own), agent.token());
            }
            default -> throw new IllegalStateException("the drill cannot be " + object + " yet");
        };
    }

    private String taken() {
        return Objects.requireNonNull(cast.get("agent")).puppet().handle().value();
    }

    private static String as(Puppet newcomer, Body create, String handle) {
        return newcomer.bend(create, named(newcomer.handle().value(), handle));
    }
}
