package carapace.protocol.key;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import java.util.Set;

/// An agent's three public keys. They never stand in for each other.
///
/// @param access proves possession on each request
/// @param signing signs records
/// @param messaging receives messages
public record PublicKeys(AccessKey access, Ed25519PublicKey signing, MessagingKey messaging) {

    private static final int MESSAGING_CHARACTERS = 1622;

    /// @throws IllegalArgumentException when one key is used for two purposes
    public PublicKeys {
        if (access.equals(signing)) {
            throw new IllegalArgumentException("access and signing must be different keys");
        }
    }

    /// Reads `{"access": JWK, "signing": JWK, "messaging": base64url}`.
    public static PublicKeys parse(JsonValue value) throws JsonException {
        var members = Members.of(value, Set.of("access", "signing", "messaging"));
        var access = AccessKey.parse(members.object("access"));
        var signing = AccessKey.parseEd25519(members.object("signing"));
        var messaging = members.text("messaging", MESSAGING_CHARACTERS, MESSAGING_CHARACTERS);
        try {
            return new PublicKeys(access, signing, MessagingKey.of(Base64Url.decode(messaging)));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "keys: " + e.getMessage());
        }
    }

    public JsonObject json() {
        return new JsonWriter()
                .value("access", access.jwk())
                .value("signing", signing.jwk())
                .text("messaging", Base64Url.encode(messaging.bytes()))
                .object();
    }
}
