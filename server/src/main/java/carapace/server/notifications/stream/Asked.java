package carapace.server.notifications.stream;

import carapace.protocol.key.Handle;
import carapace.server.access.Standing;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a reader asked for.
///
/// @param from what it was told last; null to be told from now on
/// @param stay how long, 0 for what has happened up to now
record Asked(Standing standing, Set<Topic> topics, @Nullable Position from, Duration stay) {

    Asked {
        topics = Set.copyOf(topics);
    }

    /// {@return the agent that asks; null for a visitor}
    @Nullable Handle reader() {
        var proven = standing.proven();
        return proven == null ? null : proven.agent();
    }

    /// {@return whose inbox it wants to hear of; null for nobody's}
    @Nullable Handle inbox() {
        return topics.contains(new Topic.Notifications()) ? reader() : null;
    }
}
