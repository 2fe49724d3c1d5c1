package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.key.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Reads bytes as a record, or says what is wrong with them. Never throws, whatever the bytes.
public final class RecordParser {

    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ");

    private RecordParser() {}

    public static Parsed parse(byte[] bytes) {
        if (bytes.length > SignedRecord.BYTES_MAX) {
            return new Parsed.Refused(
                    Defect.TOO_LARGE,
                    "a record has at most %d bytes".formatted(SignedRecord.BYTES_MAX));
        }
        for (var b : bytes) {
            if (b < 0) {
                return new Parsed.Refused(Defect.NOT_JWS, "a compact JWS is ASCII");
            }
        }
        return parse(new String(bytes, StandardCharsets.US_ASCII));
    }

    private static Parsed parse(String compact) {
        try {
            var jws = Jws.parse(compact);
            var wrongHeader = wrongHeader(jws.header());
            if (wrongHeader != null) {
                return wrongHeader;
            }
            if (jws.signatureBytes() != Ed25519PublicKey.SIGNATURE_BYTES) {
                return new Parsed.Refused(Defect.NOT_JWS, "an Ed25519 signature has 64 bytes");
            }
            var payload = RecordPayload.parse(jws.payload());
            return new Parsed.Ok(new SignedRecord(compact, payload, jws));
        } catch (RecordType.UnknownType e) {
            return new Parsed.Refused(Defect.UNKNOWN_RECORD_TYPE, message(e));
        } catch (JsonException e) {
            return new Parsed.Refused(Defect.of(e.flaw()), message(e));
        } catch (IllegalArgumentException e) {
            return new Parsed.Refused(Defect.NOT_JWS, "not a compact JWS of canonical base64url");
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /// Exactly `alg` and `typ`: a `kid`, `jwk` or `crit` would let the record choose how it is
    /// checked.
    private static Parsed.@org.jspecify.annotations.Nullable Refused wrongHeader(
            JsonObject header) {
        var members = header.members();
        if (!members.keySet().equals(HEADER_MEMBERS)) {
            return new Parsed.Refused(
                    Defect.BAD_HEADER, "the header has alg and typ and nothing else");
        }
        if (!(members.get("alg") instanceof JsonString(var alg)) || !alg.equals("EdDSA")) {
            return new Parsed.Refused(Defect.WRONG_ALGORITHM, "alg must be EdDSA");
        }
        if (!(members.get("typ") instanceof JsonString(var typ))
                || !typ.equals(SignedRecord.TYPE)) {
            return new Parsed.Refused(Defect.WRONG_TYPE, "typ must be " + SignedRecord.TYPE);
        }
        return null;
    }
}
