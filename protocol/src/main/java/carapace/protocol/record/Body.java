package carapace.protocol.record;

import carapace.protocol.json.JsonValue.JsonObject;
import java.util.Optional;

/// What an act says. One Java record for each [RecordType].
public sealed interface Body
        permits AgentBody, CommunityBody, PostBody, RelationBody, ModerationBody, MessageBody {

    RecordType type();

    /// {@return the `body` member as it is signed}
    JsonObject json();

    /// {@return the post or comment that it deletes, see [Receipt#erasedWith]; empty for all
    /// others}
    default Optional<RecordId> deletes() {
        return Optional.empty();
    }
}
