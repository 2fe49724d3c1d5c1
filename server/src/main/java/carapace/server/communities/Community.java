package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A community as everybody may know it.
///
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
        long subscribers,
        List<Handle> moderators) {

    public Community {
        moderators = List.copyOf(moderators);
    }
}
