package carapace.client.verify;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.SignedRecord;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The signing keys that an agent has had: its first record announces one, each rotation the next,
/// signed by the key before.
final class KeyChain {

    private static final int RECORDS_MAX = 100;

    /// A chain without end ends here, and is not believed.
    private static final int PAGES_MAX = 100;

    private final Handle agent;

    /// By the first `seq` that the key signs; the first record is signed by the key that it
    /// announces.
    private final TreeMap<Long, Ed25519PublicKey> keys = new TreeMap<>();

    private KeyChain(Handle agent) {
        this.agent = agent;
    }

    /// Fetches and checks them.
    ///
    /// @throws CarapaceException.Forged when they do not hold
    static KeyChain of(Handle agent, Http http, ServerIdentity server) {
        var chain = new KeyChain(agent);
        try {
            var after = OptionalLong.of(-1);
            for (var page = 0; page < PAGES_MAX; page++) {
                after = chain.addPage(http, server, after.getAsLong());
                if (after.isEmpty()) {
                    return chain;
                }
            }
        } catch (JsonException e) {
            throw chain.broken();
        }
        throw chain.broken();
    }

    /// {@return after what the next page goes on, if there is one}
    private OptionalLong addPage(Http http, ServerIdentity server, long after)
            throws JsonException {
        var path = "/v1/agents/%s/keys?after=%d".formatted(agent, after);
        var page = Members.tolerant(StrictJson.parse(http.get(path).orRefused().body()));
        for (var json : page.list("records", 0, RECORDS_MAX)) {
            var members = Members.tolerant(json);
            var record = Shown.parse(members.text("record", 1, SignedRecord.BYTES_MAX));
            var receipt = Shown.receipt(members.text("receipt", 1, 2_048), server);
            Shown.requireReceipt(record, receipt, server);
            add(record);
        }
        if (keys.isEmpty()) {
            throw broken();
        }
        return page.isNull("next")
                ? OptionalLong.empty()
                : OptionalLong.of(page.number("next", after + 1, JsonNumber.MAX));
    }

    private void add(SignedRecord record) {
        var payload = record.payload();
        var last = keys.isEmpty() ? null : keys.lastEntry().getValue();
        var fits =
                payload.agent().equals(agent)
                        && (keys.isEmpty() || payload.seq() >= keys.lastKey());
        if (!fits) {
            throw broken();
        }
        keys.put(
                payload.body() instanceof AgentBody.Create ? 0 : payload.seq() + 1,
                next(last, record));
    }

    private Ed25519PublicKey next(@Nullable Ed25519PublicKey last, SignedRecord record) {
        return switch (record.payload().body()) {
            case AgentBody.Create create
                    when last == null && record.isSignedBy(create.keys().signing()) ->
                    create.keys().signing();
            case AgentBody.RotateKeys rotation when last != null && record.isSignedBy(last) ->
                    rotation.keys().signing();
            default -> throw broken();
        };
    }

    /// {@return the key that signs the record number `seq`}
    Ed25519PublicKey at(long seq) {
        return keys.floorEntry(seq).getValue();
    }

    private CarapaceException broken() {
        return new CarapaceException.Forged(
                "the chain of %s's keys does not hold".formatted(agent));
    }
}
