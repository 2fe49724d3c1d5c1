package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a record says.
///
/// @param origin the server that it is meant for
/// @param agent who acts
/// @param seq 0 for `agent.create`, then one more each time
/// @param prev id of the agent's previous record; null for seq 0 only
/// @param at the agent's clock; anything finer than a millisecond is cut off
public record RecordPayload(
        Origin origin, Handle agent, long seq, @Nullable RecordId prev, Instant at, Body body) {

    private static final int VERSION = 1;
    private static final int TYPE_MAX = 64;
    static final Set<String> MEMBERS =
            Set.of("v", "type", "origin", "agent", "seq", "prev", "at", "body");

    /// @throws IllegalArgumentException when seq, prev and type do not go together
    public RecordPayload {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (seq < 0 || seq > JsonNumber.MAX) {
            throw new IllegalArgumentException("seq must be 0 to 2^53 - 1");
        }
        if ((seq == 0) != (prev == null)) {
            throw new IllegalArgumentException("prev is null for seq 0 and for no other");
        }
        if ((seq == 0) != (body instanceof AgentBody.Create)) {
            throw new IllegalArgumentException("seq 0 is agent.create and nothing else");
        }
    }

    static RecordPayload parse(JsonValue value) throws JsonException {
        var members = Members.of(value, MEMBERS);
        members.number("v", VERSION, VERSION);
        var type = RecordType.parse(members.text("type", 1, TYPE_MAX));
        var at = members.text("at", Timestamps.LENGTH, Timestamps.LENGTH);
        var prev = members.nullableText("prev", 43, 43);
        var body = type.body(members.object("body"));
        try {
            return new RecordPayload(
                    new Origin(members.text("origin", 3, 64)),
                    new Handle(members.text("agent", 2, 32)),
                    members.number("seq", 0, JsonNumber.MAX),
                    prev == null ? null : new RecordId(prev),
                    Timestamps.parse(at),
                    body);
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, String.valueOf(e.getMessage()));
        }
    }

    String write() {
        return new JsonWriter()
                .number("v", VERSION)
                .text("type", body.type().wireName())
                .text("origin", origin.value())
                .text("agent", agent.value())
                .number("seq", seq)
                .nullable("prev", prev == null ? null : prev.value())
                .text("at", Timestamps.format(at))
                .value("body", body.json())
                .write();
    }
}
