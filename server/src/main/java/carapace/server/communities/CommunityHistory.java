package carapace.server.communities;

import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.server.ledger.Act;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What its creator and moderators have said about one community, in the order of acceptance.
final class CommunityHistory {

    final Latest<String> displayName = new Latest<>();
    final Latest<@Nullable String> description = new Latest<>();
    final Latest<@Nullable String> rules = new Latest<>();

    /// Since when each is a moderator; empty for one who was.
    private final Map<Handle, Latest<Optional<Instant>>> moderators = new HashMap<>();

    CommunityHistory(CommunityBody.Create create, Act<?> act) {
        displayName.set(create.displayName(), act);
        description.set(create.description(), act);
        rules.set(null, act);
        set(act.agent(), true, act);
    }

    void acted(Act<?> act) {
        switch (act.body()) {
            case CommunityBody.Update update -> {
                if (update.displayName() != null) {
                    displayName.set(update.displayName(), act);
                }
                if (update.description() != null) {
                    description.set(update.description(), act);
                }
                if (update.rules() != null) {
                    rules.set(update.rules(), act);
                }
            }
            case CommunityBody.SetModerator(_, var agent, var moderator) ->
                    set(agent, moderator, act);
            default -> {
                // Its creation began the history.
            }
        }
    }

    private void set(Handle agent, boolean moderator, Act<?> act) {
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
