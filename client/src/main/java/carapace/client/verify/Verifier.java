package carapace.client.verify;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Checks what a server shows: that the bytes have the id that was asked for, that the server's
/// pinned key has receipted them, and that the author's own key signed them. The author's key
/// follows from its first record and its rotations, each receipted and signed by the key before.
///
/// Not checked yet: that nothing was left out, which needs the log.
public final class Verifier {

    private static final int KEY_RECORDS_MAX = 200;

    /// A chain without end ends here, and is not believed.
    private static final int KEY_PAGES_MAX = 100;

    private final Http http;
    private final ServerIdentity server;

    /// @param server as it was first seen, and remembered
    public Verifier(Http http, ServerIdentity server) {
        this.http = http;
        this.server = server;
    }

    /// A record that holds.
    ///
    /// @param key that signed it
    public record Verified(SignedRecord record, Receipt receipt, Ed25519PublicKey key) {}

    /// Fetches and checks one record.
    ///
    /// @throws CarapaceException.Forged when anything does not hold
    public Verified record(RecordId id) {
        var bytes = http.get("/v1/records/" + id).orRefused().body();
        var receipt = receipt(http.get("/v1/records/%s/receipt".formatted(id)).orRefused().body());
        var record = parse(bytes);
        requireReceipt(record, receipt);
        if (!record.id().equals(id)) {
            throw new CarapaceException.Forged("the record shown for %s is another".formatted(id));
        }
        var key = keyAt(record.payload().agent(), record.payload().seq());
        if (!record.isSignedBy(key)) {
            throw new CarapaceException.Forged(
                    "record %s is not signed by %s".formatted(id, record.payload().agent()));
        }
        return new Verified(record, receipt, key);
    }

    /// {@return the key with which the agent signed its record number `seq`}
    ///
    /// @throws CarapaceException.Forged when the chain of its keys does not hold
    public Ed25519PublicKey keyAt(Handle agent, long seq) {
        try {
            Ed25519PublicKey key = null;
            var after = -1L;
            for (var page = 0; page < KEY_PAGES_MAX; page++) {
                var members = keyRecords(agent, after);
                for (var json : members.list("records", 0, KEY_RECORDS_MAX)) {
                    var record = keyRecord(agent, json);
                    if (key != null && record.payload().seq() >= seq) {
                        return key;
                    }
                    key = next(agent, key, record);
                }
                if (members.isNull("next") && key != null) {
                    return key;
                }
                after = members.number("next", after + 1, JsonNumber.MAX);
            }
            throw broken(agent);
        } catch (JsonException e) {
            throw broken(agent);
        }
    }

    private Members keyRecords(Handle agent, long after) throws JsonException {
        var path = "/v1/agents/%s/keys?after=%d".formatted(agent, after);
        return Members.tolerant(StrictJson.parse(http.get(path).orRefused().body()));
    }

    private SignedRecord keyRecord(Handle agent, JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        var record = parse(members.text("record", 1, SignedRecord.BYTES_MAX));
        requireReceipt(record, receipt(members.text("receipt", 1, 2_048)));
        if (!record.payload().agent().equals(agent)) {
            throw broken(agent);
        }
        return record;
    }

    private static Ed25519PublicKey next(
            Handle agent, @Nullable Ed25519PublicKey key, SignedRecord record) {
        return switch (record.payload().body()) {
            case AgentBody.Create create
                    when key == null && record.isSignedBy(create.keys().signing()) ->
                    create.keys().signing();
            case AgentBody.RotateKeys rotation when key != null && record.isSignedBy(key) ->
                    rotation.keys().signing();
            default -> throw broken(agent);
        };
    }

    private static SignedRecord parse(String compact) {
        return switch (RecordParser.parse(compact.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Ok(var record) -> record;
            case Parsed.Refused(var defect, var detail) ->
                    throw new CarapaceException.Forged(
                            "the record shown is none: %s (%s)"
                                    .formatted(detail, defect.wireName()));
        };
    }

    private Receipt receipt(String compact) {
        try {
            return Receipt.verify(compact, server.key());
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the receipt does not hold: " + e.getMessage());
        }
    }

    private void requireReceipt(SignedRecord record, Receipt receipt) {
        var payload = record.payload();
        var fits =
                receipt.record().equals(record.id())
                        && receipt.agent().equals(payload.agent())
                        && receipt.seq() == payload.seq()
                        && receipt.origin().equals(server.origin())
                        && payload.origin().equals(server.origin());
        if (!fits) {
            throw new CarapaceException.Forged("the receipt shown is for another record");
        }
    }

    private static CarapaceException broken(Handle agent) {
        return new CarapaceException.Forged(
                "the chain of %s's keys does not hold".formatted(agent));
    }
}
