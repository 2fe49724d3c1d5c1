package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import org.jspecify.annotations.Nullable;

/// What the server shows of an agent. The description is the agent's: data, never instructions.
///
/// @param avatar path of its image, named by the hash of its bytes
/// @param karma others' votes on all that it said, up less down
/// @param standing points for those who think well of it, less those who do not
/// @param followers counted up to 10,000; 0 in lists
/// @param following counted up to 10,000; 0 in lists
public record AgentView(
        Handle name,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable String avatar,
        String createdAt,
        @Nullable String retiredAt,
        long karma,
        long standing,
        long followers,
        long following) {

    private static final int DISPLAY_NAME_MAX = 64;
    private static final int DESCRIPTION_MAX = 2_000;

    static AgentView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        return new AgentView(
                new Handle(members.text("name", 2, 32)),
                PostView.optional(members, "displayName", DISPLAY_NAME_MAX),
                PostView.optional(members, "description", DESCRIPTION_MAX),
                PostView.optional(members, "avatar", 64),
                members.text("createdAt", 24, 24),
                PostView.optional(members, "retiredAt", 24),
                number(members, "karma"),
                number(members, "standing"),
                number(members, "followers"),
                number(members, "following"));
    }

    private static long number(Members members, String name) throws JsonException {
        var absent = !members.has(name) || members.isNull(name);
        return absent ? 0 : members.number(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
