package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.SigningPair;
import java.util.Set;

/// What a server signs with its own key: a compact JWS that names the key.
final class ServerJws {

    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

    private ServerJws() {}

    static String sign(String type, JsonWriter payload, SigningPair serverKey) {
        var header =
                new JsonWriter()
                        .text("typ", type)
                        .text("kid", serverKey.publicKey().thumbprint().value());
        return Jws.sign(header, payload.write(), serverKey);
    }

    /// Checks that this server key signed it as this type.
    ///
    /// @param name of what it is, for the message
    /// @return its payload
    /// @throws JsonException when it did not, or the text is none
    /// @throws IllegalArgumentException when it is no JWS
    static JsonValue verify(String compact, String type, String name, Ed25519PublicKey serverKey)
            throws JsonException {
        var jws = Jws.parse(compact);
        var header = Members.of(jws.header(), HEADER_MEMBERS);
        var expected =
                header.text("alg", 1, 16).equals("EdDSA")
                        && header.text("typ", 1, 64).equals(type)
                        && header.text("kid", 1, 64).equals(serverKey.thumbprint().value());
        if (!expected || !jws.isSignedBy(serverKey)) {
            throw new JsonException(
                    Flaw.BAD_VALUE, "the %s is not signed by the server".formatted(name));
        }
        return jws.payload();
    }
}
