package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Finds an agent's head again when its home is an old copy. The server's word is not enough: the
/// head must be a record that the agent's own key signed.
final class Recovery {

    private Recovery() {}

    /// @param signing the key that the agent has now
    /// @throws CarapaceException.Forged when the server shows less than it has accepted before, or
    ///   something that the agent did not sign
    /// @throws CarapaceException.Home when the keys here are not the agent's present ones
    static SignedRecord head(Http http, AgentState state, Ed25519PublicKey signing) {
        var answer = http.get("/v1/agents/%s/head".formatted(state.handle())).orRefused();
        try {
            var members = Members.tolerant(StrictJson.parse(answer.body()));
            var seq = members.number("seq", 0, JsonNumber.MAX);
            var id = new RecordId(members.text("record", 43, 43));
            refuseLess(state, seq, id);
            var record = fetch(http, state, id);
            if (record.payload().seq() != seq) {
                throw new CarapaceException.Forged(
                        "the head shown has another seq than its record");
            }
            if (!record.isSignedBy(signing)) {
                throw new CarapaceException.Home(
                        "the keys of %s here did not sign its last record: they were replaced"
                                .formatted(state.handle()));
            }
            return record;
        } catch (JsonException | IllegalArgumentException e) {
            throw new CarapaceException.Forged(
                    "the server's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static void refuseLess(AgentState state, long seq, RecordId id) {
        var changed = seq == state.seq() && !id.equals(state.head());
        if (seq < state.seq() || changed) {
            throw new CarapaceException.Forged(
                    "the server shows another history of %s than it gave receipts for"
                            .formatted(state.handle()));
        }
    }

    private static SignedRecord fetch(Http http, AgentState state, RecordId id) {
        var compact = http.get(Delivery.PATH + "/" + id).orRefused().body();
        var record =
                switch (RecordParser.parse(compact.getBytes(StandardCharsets.UTF_8))) {
                    case Parsed.Ok(var parsed) -> parsed;
                    case Parsed.Refused(_, var detail) ->
                            throw new CarapaceException.Forged(
                                    "the record shown is none: " + detail);
                };
        var payload = record.payload();
        var isOurs =
                record.id().equals(id)
                        && payload.agent().equals(state.handle())
                        && payload.origin().equals(state.identity().origin());
        if (!isOurs) {
            throw new CarapaceException.Forged("the record shown for %s is another".formatted(id));
        }
        if (Delivery.published(http, List.of(record), state.identity()).isEmpty()) {
            throw new CarapaceException.Forged("the server has no receipt for " + id);
        }
        return record;
    }
}
