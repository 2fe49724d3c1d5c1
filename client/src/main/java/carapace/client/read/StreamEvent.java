package carapace.client.read;

import carapace.client.access.CarapaceException;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// Something that a server's stream tells. It holds nobody's words, only where they stand.
///
/// @param id where to go on from; empty before the first
/// @param name such as `post.create`, `notification` or `gap`; there may be others later
/// @param data as the server sent it
public record StreamEvent(String id, String name, JsonValue data) {

    private static final int TEXT_MAX = 64;

    /// {@return the post that it is about; null where there is none}
    public @Nullable RecordId post() {
        var post = text("post");
        return post == null ? null : new RecordId(post);
    }

    /// {@return the comment that it is about; null where there is none}
    public @Nullable RecordId comment() {
        var comment = text("comment");
        return comment == null ? null : new RecordId(comment);
    }

    /// {@return whose act it was; null where there is none}
    public @Nullable Handle author() {
        var author = text("author");
        return author == null ? null : new Handle(author);
    }

    /// {@return why the stream ends, or has a gap; null for other events}
    public @Nullable String reason() {
        return text("reason");
    }

    /// {@return the entry of the inbox; for events called `notification`}
    public NotificationView notification() {
        try {
            return NotificationView.read(data);
        } catch (JsonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private @Nullable String text(String name) {
        try {
            return PostView.optional(Members.tolerant(data), name, TEXT_MAX);
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    static StreamEvent read(String id, String name, String data) {
        try {
            return new StreamEvent(id, name, StrictJson.parse(data));
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    private static CarapaceException unreadable(Exception e) {
        return new CarapaceException.Forged("the server's event cannot be read: " + e.getMessage());
    }
}
