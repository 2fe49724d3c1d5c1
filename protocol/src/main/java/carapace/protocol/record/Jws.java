package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SigningPair;
import java.nio.charset.StandardCharsets;

/// A compact JWS (RFC 7515 §7.1) taken apart, with strict JSON in header and payload.
///
/// The signature is not checked by reading: ask [#isSignedBy].
public final class Jws {

    private final JsonObject header;
    private final JsonValue payload;
    private final byte[] signingInput;
    private final byte[] signature;

    private Jws(JsonObject header, JsonValue payload, byte[] signingInput, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /// Signs. The header gets `alg` first, from the key.
    ///
    /// @return the compact form, ASCII
    public static String sign(JsonWriter header, String payloadJson, SigningPair pair) {
        var input =
                encode(header.text("alg", pair.publicKey().algorithm()).write())
                        + "."
                        + encode(payloadJson);
        var signature = pair.sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature);
    }

    private static String encode(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes apart. The caller bounds the size.
    ///
    /// @throws JsonException when header or payload is not strict JSON
    /// @throws IllegalArgumentException when the text has not three parts of base64url
    public static Jws parse(String compact) throws JsonException {
        var first = compact.indexOf('.');
        var second = compact.indexOf('.', first + 1);
        if (first < 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new IllegalArgumentException("a compact JWS has three parts");
        }
        var header = Base64Url.decode(compact.substring(0, first));
        var payload = Base64Url.decode(compact.substring(first + 1, second));
        var signature = Base64Url.decode(compact.substring(second + 1));
        if (!(StrictJson.parse(header) instanceof JsonObject object)) {
            throw new JsonException(Flaw.WRONG_MEMBER_TYPE, "a JWS header is an object");
        }
        return new Jws(
                object,
                StrictJson.parse(payload),
                compact.substring(0, second).getBytes(StandardCharsets.ISO_8859_1),
                signature);
    }

    public JsonObject header() {
        return header;
    }

    public JsonValue payload() {
        return payload;
    }

    int signatureBytes() {
        return signature.length;
    }

    /// {@return whether the signature is this key's over header and payload as received}
    public boolean isSignedBy(AccessKey key) {
        return key.verify(signingInput, signature);
    }
}
