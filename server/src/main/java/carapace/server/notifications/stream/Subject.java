package carapace.server.notifications.stream;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The post or comment that a record is about, as anybody may see it.
///
/// @param post itself, or the one that it is a comment on
/// @param comment null for a post
/// @param parent the comment that a comment answers, if it answers one
/// @param deleted whether it, or the post around it, is gone
record Subject(
        RecordId post,
        @Nullable RecordId comment,
        @Nullable RecordId parent,
        CommunityName community,
        boolean deleted) {

    RecordId id() {
        return comment == null ? post : comment;
    }
}
