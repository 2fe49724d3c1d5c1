package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Posting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A community as everybody may know it.
///
/// @param posting who may post there, besides moderators
/// @param slowMode seconds between two posts of one agent
/// @param posts that are not deleted, counted up to 10,000; 0 in lists
/// @param postsToday within 24 hours, counted likewise
/// @param subscribers counted up to 10,000; 0 in lists
/// @param moderators at most 20; empty in lists
public record Community(
        CommunityName name,
        String displayName,
        Optional<String> description,
        Optional<String> rules,
        Optional<ImageId> avatar,
        Optional<ImageId> banner,
        Handle creator,
        Instant createdAt,
        Posting posting,
        long slowMode,
        List<PostLabel> labels,
        long subscribers,
        long posts,
        long postsToday,
        List<Handle> moderators) {

    public Community {
        labels = List.copyOf(labels);
        moderators = List.copyOf(moderators);
    }
}
