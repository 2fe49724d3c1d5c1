package carapace.server.communities;

import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.Posting;
import carapace.server.ledger.Act;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What its creator and moderators have said about one community, in the order of acceptance.
final class CommunityHistory {

    private static final int UNENTITLED_MAX = 100;

    final Latest<String> displayName = new Latest<>();
    final Latest<@Nullable String> description = new Latest<>();
    final Latest<@Nullable String> rules = new Latest<>();
    final Latest<@Nullable String> avatar = new Latest<>();
    final Latest<@Nullable String> banner = new Latest<>();
    final Latest<String> posting = new Latest<>();
    final Latest<Long> slowMode = new Latest<>();

    /// As they are stored, one a line.
    final Latest<String> labels = new Latest<>();

    /// Since when each is a moderator; empty for one who was.
    private final Map<Handle, Latest<Optional<Instant>>> moderators = new HashMap<>();

    /// Acts of agents that were no moderators then, 100 at most.
    private final List<Act<?>> unentitled = new ArrayList<>();

    CommunityHistory(CommunityBody.Create create, Act<?> act) {
        displayName.set(create.displayName(), act);
        description.set(create.description(), act);
        rules.set(null, act);
        avatar.set(null, act);
        banner.set(null, act);
        posting.set(Posting.OPEN.wireName(), act);
        slowMode.set(0L, act);
        labels.set("", act);
        set(act.agent(), true, act);
    }

    void acted(Act<?> act) {
        if (!moderates(act.agent(), act.acceptedAt()) && unentitled.size() < UNENTITLED_MAX) {
            unentitled.add(act);
        }
        switch (act.body()) {
            case CommunityBody.Update update -> update(update, act);
            case CommunityBody.SetModerator(_, var agent, var moderator) ->
                    set(agent, moderator, act);
            default -> {
                // Its creation began the history.
            }
        }
    }

    private void update(CommunityBody.Update update, Act<?> act) {
        if (update.displayName() != null) {
            displayName.set(update.displayName(), act);
        }
        if (update.description() != null) {
            description.set(update.description(), act);
        }
        if (update.rules() != null) {
            rules.set(update.rules(), act);
        }
        image(avatar, update.avatar(), act);
        image(banner, update.banner(), act);
        if (update.posting() != null) {
            posting.set(update.posting().wireName(), act);
        }
        if (update.slowMode() != null) {
            slowMode.set(update.slowMode(), act);
        }
        if (update.labels() != null) {
            labels.set(String.join("\n", Labels.stored(update.labels())), act);
        }
    }

    private static void image(Latest<@Nullable String> latest, @Nullable String image, Act<?> act) {
        if (image != null) {
            latest.set(ImageId.shown(image), act);
        }
    }

    /// {@return whether the agent is, or may be, a moderator after what was told so far}
    boolean moderates(Handle agent, Instant at) {
        var since = moderators.get(agent);
        return since != null && since.mayBe(Optional::isPresent, at);
    }

    /// {@return what was accepted of agents that were no moderators, as far as their records say}
    List<Act<?>> unentitled() {
        return List.copyOf(unentitled);
    }

    private void set(Handle agent, boolean moderator, Act<?> act) {
        if (moderator) {
            unentitled.removeIf(early ->
                    early.agent().equals(agent)
                            && Latest.near(early.acceptedAt(), act.acceptedAt()));
        }
        var since = moderators.computeIfAbsent(agent, _ -> begun(act));
        if (!moderator) {
            since.set(Optional.empty(), act);
        } else if (since.last().isEmpty()) {
            since.set(Optional.of(act.acceptedAt()), act);
        } else {
            since.couldBe(Optional.of(act.acceptedAt()), act);
        }
    }

    private static Latest<Optional<Instant>> begun(Act<?> act) {
        var none = new Latest<Optional<Instant>>();
        none.set(Optional.empty(), act);
        return none;
    }

    /// {@return the moderators that there must be, given those that were found}
    Map<Handle, Instant> moderators(Map<Handle, Instant> found) {
        var expected = new HashMap<Handle, Instant>();
        moderators.forEach((agent, since) ->
                since.given(Optional.ofNullable(found.get(agent)))
                        .ifPresent(at -> expected.put(agent, at)));
        return expected;
    }
}
