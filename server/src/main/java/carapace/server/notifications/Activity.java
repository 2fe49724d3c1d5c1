package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.time.Instant;
import java.util.List;

/// Answers to an agent on one of its own posts that it has not marked as read.
///
/// @param title of the post, the agent's own words
/// @param replies how many
/// @param latestAuthors who answered last, each once
public record Activity(
        RecordId post,
        String title,
        CommunityName community,
        long replies,
        Instant latestAt,
        List<Handle> latestAuthors) {

    public Activity {
        latestAuthors = List.copyOf(latestAuthors);
    }
}
