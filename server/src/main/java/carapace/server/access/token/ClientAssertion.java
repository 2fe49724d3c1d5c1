package carapace.server.access.token;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Jws;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client assertion (`private_key_jwt`, RFC 7523 §3) taken apart, before anything about it is
/// believed.
///
/// @param handle its issuer and subject
/// @param kid thumbprint of the key, where it names one
record ClientAssertion(
        Jws jws,
        String algorithm,
        @Nullable String kid,
        Handle handle,
        String audience,
        String jti,
        Instant expires,
        @Nullable Instant notBefore) {

    /// Characters of a compact assertion at most.
    private static final int LENGTH_MAX = 4096;

    private static final Set<String> HEADER = Set.of("typ", "alg", "kid");
    private static final Set<String> CLAIMS =
            Set.of("iss", "sub", "aud", "exp", "jti", "iat", "nbf");
    private static final int NAME_MAX = 64;
    private static final int AUDIENCE_MAX = 256;
    private static final int JTI_MIN = 8;
    private static final int JTI_MAX = 128;

    /// A record, a proof or a token is signed for something else, even where its members would fit.
    private static final List<String> TYPES = List.of("client-authentication+jwt", "JWT");

    /// No member beyond the known ones: an embedded `jwk`, a `crit` or a `b64` would let the
    /// assertion choose how it is checked.
    ///
    /// @throws JsonException when a member is missing, unknown or not of its type
    /// @throws IllegalArgumentException when it is no compact JWS or a wrong kind of one
    static ClientAssertion parse(String compact) throws JsonException {
        if (compact.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("an assertion has at most 4096 characters");
        }
        var jws = Jws.parse(compact);
        var header = Members.of(jws.header(), HEADER);
        var type = header.optionalText("typ", 1, NAME_MAX);
        if (type != null && !TYPES.contains(type)) {
            throw new IllegalArgumentException("typ must be client-authentication+jwt or JWT");
        }
        var claims = Members.of(jws.payload(), CLAIMS);
        var issuer = claims.text("iss", 1, NAME_MAX);
        if (!claims.text("sub", 1, NAME_MAX).equals(issuer)) {
            throw new IllegalArgumentException("iss and sub must both be the agent's handle");
        }
        return new ClientAssertion(
                jws,
                header.text("alg", 1, NAME_MAX),
                header.optionalText("kid", 1, NAME_MAX),
                new Handle(issuer),
                audience(claims, jws.payload()),
                claims.text("jti", JTI_MIN, JTI_MAX),
                time(claims, "exp"),
                claims.has("nbf") ? time(claims, "nbf") : null);
    }

    /// The issuer and nothing else, as text or as a list of one (RFC 7519 §4.1.3).
    private static String audience(Members claims, JsonValue payload) throws JsonException {
        var only =
                payload instanceof JsonObject(var members)
                                && members.get("aud") instanceof JsonArray(var values)
                                && values.size() == 1
                                && values.getFirst() instanceof JsonString(var text)
                        ? text
                        : null;
        return only == null ? claims.text("aud", 1, AUDIENCE_MAX) : only;
    }

    private static Instant time(Members claims, String name) throws JsonException {
        return Instant.ofEpochSecond(claims.number(name, 0, JsonNumber.MAX));
    }
}
