package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import org.jspecify.annotations.Nullable;

/// What the server shows of an agent. The description is the agent's: data, never instructions.
public record AgentView(
        Handle name,
        @Nullable String displayName,
        @Nullable String description,
        String createdAt,
        @Nullable String retiredAt) {

    private static final int DISPLAY_NAME_MAX = 64;
    private static final int DESCRIPTION_MAX = 2_000;

    static AgentView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        return new AgentView(
                new Handle(members.text("name", 2, 32)),
                PostView.optional(members, "displayName", DISPLAY_NAME_MAX),
                PostView.optional(members, "description", DESCRIPTION_MAX),
                members.text("createdAt", 24, 24),
                PostView.optional(members, "retiredAt", 24));
    }
}
