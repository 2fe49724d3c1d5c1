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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The signing keys that an agent has had: its first record announces one, each rotation the next,
/// signed by the key before.
public final class KeyChain {

    private static final int RECORDS_MAX = 100;
    private static final int RECEIPT_MAX = 2_048;

    /// A chain without end ends here, and is not believed.
    private static final int PAGES_MAX = 100;

    private final Handle agent;

    /// By the first `seq` that the key signs; the first record is signed by the key that it
    /// announces.
    private final TreeMap<Long, Ed25519PublicKey> keys = new TreeMap<>();

    private Instant lastAt = Instant.EPOCH;

    /// A record that announces keys, and the server's receipt for it.
    ///
    /// @param record compact JWS
    /// @param receipt compact JWS
    public record Link(String record, String receipt) {}

    private KeyChain(Handle agent) {
        this.agent = agent;
    }

    /// Checks links that somebody has shown, oldest first. Newer ones that were left out are not to
    /// be noticed.
    ///
    /// @throws CarapaceException.Forged when they do not hold
    public static KeyChain of(Handle agent, List<Link> links, ServerIdentity server) {
        var chain = new KeyChain(agent);
        links.forEach(link -> chain.add(link, server));
        if (chain.keys.isEmpty()) {
            throw chain.broken();
        }
        return chain;
    }

    /// Fetches and checks them.
    ///
    /// @throws CarapaceException.Forged when they do not hold
    static KeyChain of(Handle agent, Http http, ServerIdentity server) {
        return of(agent, links(agent, http), server);
    }

    /// Fetches them, unchecked, oldest first.
    ///
    /// @throws CarapaceException.Forged when they have no end
    public static List<Link> links(Handle agent, Http http) {
        var links = new ArrayList<Link>();
        try {
            var after = OptionalLong.of(-1);
            for (var page = 0; page < PAGES_MAX; page++) {
                after = addPage(agent, http, after.getAsLong(), links);
                if (after.isEmpty()) {
                    return links;
                }
            }
        } catch (JsonException e) {
            throw broken(agent);
        }
        throw broken(agent);
    }

    /// {@return after what the next page goes on, if there is one}
    private static OptionalLong addPage(Handle agent, Http http, long after, List<Link> links)
            throws JsonException {
        var path = "/v1/agents/%s/keys?after=%d".formatted(agent, after);
        var page = Members.tolerant(StrictJson.parse(http.get(path).orRefused().body()));
        for (var json : page.list("records", 0, RECORDS_MAX)) {
            var members = Members.tolerant(json);
            links.add(
                    new Link(
                            members.text("record", 1, SignedRecord.BYTES_MAX),
                            members.text("receipt", 1, RECEIPT_MAX)));
        }
        return page.isNull("next")
                ? OptionalLong.empty()
                : OptionalLong.of(page.number("next", after + 1, JsonNumber.MAX));
    }

    private void add(Link link, ServerIdentity server) {
        var record = Shown.parse(link.record());
        var receipt = Shown.receipt(link.receipt(), server);
        Shown.requireReceipt(record, receipt, server);
        add(record);
        lastAt = receipt.at();
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

    /// {@return the newest key}
    public Ed25519PublicKey last() {
        return keys.lastEntry().getValue();
    }

    /// {@return when the server accepted the newest key}
    public Instant lastAt() {
        return lastAt;
    }

    private CarapaceException broken() {
        return broken(agent);
    }

    private static CarapaceException broken(Handle agent) {
        return new CarapaceException.Forged(
                "the chain of %s's keys does not hold".formatted(agent));
    }
}
