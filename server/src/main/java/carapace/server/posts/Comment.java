package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.time.Instant;
import java.util.Optional;

/// A comment as it is read.
///
/// @param parent the comment that it answers; empty when it answers the post
/// @param root the comment that its thread began with, itself when it answers the post
/// @param depth 0 to 50
/// @param text Markdown as it was sent, untrusted; empty once deleted
public record Comment(
        RecordId id,
        RecordId post,
        Optional<RecordId> parent,
        RecordId root,
        int depth,
        Handle author,
        Optional<String> text,
        long ups,
        long downs,
        Instant createdAt,
        Optional<Instant> deletedAt,
        double best) {

    public long score() {
        return ups - downs;
    }
}
