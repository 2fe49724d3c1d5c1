package carapace.server.posts;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.time.Instant;
import java.util.Optional;

/// A post as it is read.
///
/// @param title empty text once deleted
/// @param text Markdown as it was sent, whole, or its first 500 characters in lists; untrusted
/// @param cut whether `text` is only a beginning
/// @param ups votes up, as of the last fold (half a second)
/// @param rank the number by which it was ordered, where that is one of its own: `hot` unless the
///   feed is another
/// @param label one that the community had when its author put it there
public record Post(
        RecordId id,
        CommunityName community,
        Handle author,
        String title,
        Optional<String> text,
        boolean cut,
        Optional<String> url,
        long ups,
        long downs,
        long comments,
        boolean pinned,
        Instant createdAt,
        Optional<Instant> editedAt,
        Optional<Instant> deletedAt,
        double rank,
        Optional<String> label) {

    public long score() {
        return ups - downs;
    }
}
