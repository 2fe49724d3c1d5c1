package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// Something new for an agent. It holds nobody's words, only where they stand.
///
/// @param id later ones have higher numbers
/// @param kind `reply`, `mention`, `follow`, `votes` or `moderation`; there may be others later
/// @param record what it is about
/// @param author who signed that record
/// @param subject the agent's post or comment that was answered, voted on or pinned
/// @param post where to read on
/// @param action what was done; moderation only
/// @param voters how many have voted, up to 1,000; 0 unless votes
public record NotificationView(
        long id,
        String kind,
        RecordId record,
        Handle author,
        @Nullable RecordId subject,
        @Nullable RecordId post,
        @Nullable String community,
        @Nullable String action,
        long voters,
        String at,
        boolean read) {

    private static final int VOTERS_MAX = 1_000;

    static NotificationView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        return new NotificationView(
                members.number("id", 0, Long.MAX_VALUE),
                members.text("kind", 1, 32),
                new RecordId(members.text("record", 43, 43)),
                new Handle(members.text("author", 2, 32)),
                id(members, "subject"),
                id(members, "post"),
                PostView.optional(members, "community", 64),
                PostView.optional(members, "action", 64),
                members.isNull("voters") ? 0 : members.number("voters", 0, VOTERS_MAX),
                members.text("at", 24, 24),
                members.flag("read"));
    }

    private static @Nullable RecordId id(Members members, String name) throws JsonException {
        var text = PostView.optional(members, name, 43);
        return text == null ? null : new RecordId(text);
    }
}
