package carapace.client.agent;

import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that an agent must not lose beside its keys: where it lives, its place in its chain, and
/// what it has signed but not seen accepted.
///
/// @param generation of the keys that count, 0 at first, one more after each rotation
/// @param claimCode shown to the owner; base64url of 32 random bytes
/// @param seq of the last record accepted, -1 before the first
/// @param pending records that follow `head` and may have arrived
record AgentState(
        Handle handle,
        URI server,
        ServerIdentity identity,
        int generation,
        String claimCode,
        long seq,
        @Nullable RecordId head,
        List<SignedRecord> pending) {

    private static final int VERSION = 1;
    private static final int GENERATION_MAX = 1_000_000;
    private static final Set<String> MEMBERS =
            Set.of(
                    "v",
                    "handle",
                    "server",
                    "identity",
                    "generation",
                    "claimCode",
                    "seq",
                    "head",
                    "pending");

    AgentState {
        pending = List.copyOf(pending);
    }

    boolean isCreated() {
        return seq >= 0;
    }

    /// {@return whether keys are being replaced by what is pending}
    boolean isRotating() {
        return pending.stream()
                .anyMatch(record -> record.payload().body() instanceof AgentBody.RotateKeys);
    }

    /// {@return whether what is pending says just this}
    boolean isSaying(List<? extends Body> bodies) {
        return pending.stream().map(record -> record.payload().body()).toList().equals(bodies);
    }

    AgentState withPending(List<SignedRecord> records) {
        return new AgentState(handle, server, identity, generation, claimCode, seq, head, records);
    }

    AgentState at(long newSeq, RecordId newHead) {
        return new AgentState(
                handle, server, identity, generation, claimCode, newSeq, newHead, List.of());
    }

    /// What is pending was accepted.
    AgentState accepted() {
        var last = pending.getLast();
        return new AgentState(
                handle,
                server,
                identity,
                isRotating() ? generation + 1 : generation,
                claimCode,
                last.payload().seq(),
                last.id(),
                List.of());
    }

    String write() {
        return new JsonWriter()
                .number("v", VERSION)
                .text("handle", handle.value())
                .text("server", server.toString())
                .value("identity", identity.write().object())
                .number("generation", generation)
                .text("claimCode", claimCode)
                .number("seq", seq)
                .nullable("head", head == null ? null : head.value())
                .texts("pending", pending.stream().map(SignedRecord::compact).toList())
                .write();
    }

    static AgentState read(byte[] json) throws JsonException {
        var members = Members.of(StrictJson.parse(json), MEMBERS);
        members.number("v", VERSION, VERSION);
        var identity = Members.of(members.object("identity"), Set.of("origin", "issuer", "key"));
        var head = members.nullableText("head", 43, 43);
        return new AgentState(
                new Handle(members.text("handle", 2, 32)),
                URI.create(members.text("server", 1, 300)),
                ServerIdentity.read(identity),
                (int) members.number("generation", 0, GENERATION_MAX),
                members.text("claimCode", 43, 43),
                members.number("seq", -1, Long.MAX_VALUE),
                head == null ? null : new RecordId(head),
                records(members.texts("pending", 0, Chain.BATCH_MAX, SignedRecord.BYTES_MAX)));
    }

    private static List<SignedRecord> records(List<String> compacts) throws JsonException {
        var records = new ArrayList<SignedRecord>();
        for (var compact : compacts) {
            switch (RecordParser.parse(compact.getBytes(StandardCharsets.UTF_8))) {
                case Parsed.Ok(var record) -> records.add(record);
                case Parsed.Refused(_, var detail) ->
                        throw new JsonException(Flaw.BAD_VALUE, "pending: " + detail);
            }
        }
        return records;
    }
}
