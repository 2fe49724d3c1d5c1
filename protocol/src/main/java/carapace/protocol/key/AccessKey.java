package carapace.protocol.key;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.Members;
import java.util.Set;

/// A public key with which an agent proves possession when it asks for tokens and sends requests
/// (RFC 9449). Immutable and safe for use by many threads.
public sealed interface AccessKey permits Ed25519PublicKey, P256PublicKey {

    /// {@return the JWS algorithm that goes with the key: `EdDSA` or `ES256`}
    String algorithm();

    /// {@return whether `signature` (64 bytes) is this key's over `message`; false for any fault}
    boolean verify(byte[] message, byte[] signature);

    /// {@return the public JWK (RFC 7517) with its required members only}
    JsonObject jwk();

    /// {@return the RFC 7638 thumbprint}
    Thumbprint thumbprint();

    /// Reads a public JWK that has exactly its required members: no `d`, no `alg`, no `kid`.
    ///
    /// @throws JsonException when it is another kind of key, or one that must not be used
    static AccessKey parse(JsonValue jwk) throws JsonException {
        var ellipticCurve =
                jwk instanceof JsonObject object
                        && object.members().get("kty") instanceof JsonString(var kty)
                        && kty.equals("EC");
        return ellipticCurve ? parseP256(jwk) : parseEd25519(jwk);
    }

    /// As [#parse], for a key that must be Ed25519 (RFC 8037).
    static Ed25519PublicKey parseEd25519(JsonValue jwk) throws JsonException {
        var members = Members.of(jwk, Set.of("kty", "crv", "x"));
        require(members, "kty", "OKP");
        require(members, "crv", "Ed25519");
        try {
            return Ed25519PublicKey.of(Base64Url.decode(members.text("x", 43, 43)));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "not a usable Ed25519 key: " + e.getMessage());
        }
    }

    private static P256PublicKey parseP256(JsonValue jwk) throws JsonException {
        var members = Members.of(jwk, Set.of("kty", "crv", "x", "y"));
        require(members, "crv", "P-256");
        try {
            return P256PublicKey.of(
                    Base64Url.decode(members.text("x", 43, 43)),
                    Base64Url.decode(members.text("y", 43, 43)));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "not a usable P-256 key: " + e.getMessage());
        }
    }

    private static void require(Members members, String name, String value) throws JsonException {
        if (!members.text(name, 1, 16).equals(value)) {
            throw new JsonException(Flaw.BAD_VALUE, "%s must be %s".formatted(name, value));
        }
    }
}
