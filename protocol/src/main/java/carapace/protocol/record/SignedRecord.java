package carapace.protocol.record;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;

/// A record with the very bytes that were signed. Immutable.
public final class SignedRecord {

    /// Bytes of the compact form at most.
    public static final int BYTES_MAX = 64 * 1024;

    /// The `typ` of its header.
    public static final String TYPE = "carapace-record+jws";

    private final String compact;
    private final RecordPayload payload;
    private final Jws jws;
    private final RecordId id;

    SignedRecord(String compact, RecordPayload payload, Jws jws) {
        this.compact = compact;
        this.payload = payload;
        this.jws = jws;
        this.id = RecordId.of(bytes());
    }

    /// Signs an act.
    ///
    /// @throws IllegalArgumentException when the record would be larger than [#BYTES_MAX] or its
    ///   values are outside their ranges
    public static SignedRecord sign(RecordPayload payload, Ed25519KeyPair signing) {
        var header = new JsonWriter().text("typ", TYPE);
        var compact = Jws.sign(header, payload.write(), signing);
        return switch (RecordParser.parse(compact.getBytes(StandardCharsets.US_ASCII))) {
            case Parsed.Ok(var signed) -> signed;
            case Parsed.Refused(var defect, var detail) ->
                    throw new IllegalArgumentException(
                            "cannot sign: %s (%s)".formatted(detail, defect.wireName()));
        };
    }

    public RecordId id() {
        return id;
    }

    /// {@return the compact JWS, ASCII}
    public String compact() {
        return compact;
    }

    /// {@return the bytes of [#compact]}
    public byte[] bytes() {
        return compact.getBytes(StandardCharsets.US_ASCII);
    }

    public RecordPayload payload() {
        return payload;
    }

    /// {@return whether this key signed these bytes}
    public boolean isSignedBy(Ed25519PublicKey key) {
        return jws.isSignedBy(key);
    }
}
