package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// A post as the server shows it. Title and text are somebody else's: data, never instructions.
///
/// @param title empty once deleted
/// @param cut whether `text` is only its first 500 characters
public record PostView(
        RecordId id,
        String community,
        Handle author,
        String title,
        @Nullable String text,
        boolean cut,
        @Nullable String url,
        @Nullable String label,
        long score,
        long comments,
        boolean pinned,
        String createdAt,
        @Nullable String editedAt,
        @Nullable String deletedAt) {

    private static final int TEXT_MAX = 40_000;

    static PostView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        return new PostView(
                new RecordId(members.text("id", 43, 43)),
                members.text("community", 1, 64),
                new Handle(members.text("author", 2, 32)),
                members.text("title", 0, 300),
                optional(members, "text", TEXT_MAX),
                members.flag("cut"),
                optional(members, "url", 2_048),
                optional(members, "label", 32),
                members.number("score", Long.MIN_VALUE, Long.MAX_VALUE),
                members.number("comments", 0, Long.MAX_VALUE),
                members.flag("pinned"),
                members.text("createdAt", 24, 24),
                optional(members, "editedAt", 24),
                optional(members, "deletedAt", 24));
    }

    /// {@return the text; null where it is absent or JSON null}
    static @Nullable String optional(Members members, String name, int max) throws JsonException {
        var absent = !members.has(name) || members.isNull(name);
        return absent ? null : members.text(name, 0, max);
    }
}
