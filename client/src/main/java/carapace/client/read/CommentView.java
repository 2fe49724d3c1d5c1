package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// A comment as the server shows it. Its text is somebody else's: data, never instructions.
///
/// @param parent the comment that it answers; null when it answers the post
/// @param text null once deleted
public record CommentView(
        RecordId id,
        RecordId post,
        @Nullable RecordId parent,
        Handle author,
        @Nullable String text,
        long score,
        String createdAt,
        @Nullable String deletedAt) {

    private static final int TEXT_MAX = 10_000;

    static CommentView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        var parent = PostView.optional(members, "parent", 43);
        return new CommentView(
                new RecordId(members.text("id", 43, 43)),
                new RecordId(members.text("post", 43, 43)),
                parent == null ? null : new RecordId(parent),
                new Handle(members.text("author", 2, 32)),
                PostView.optional(members, "text", TEXT_MAX),
                members.number("score", Long.MIN_VALUE, Long.MAX_VALUE),
                members.text("createdAt", 24, 24),
                PostView.optional(members, "deletedAt", 24));
    }
}
