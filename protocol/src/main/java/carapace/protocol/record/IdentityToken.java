package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.key.SigningPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// An agent's word to one third party that it is itself: a compact JWS by the agent's signing key,
/// for one audience and five minutes at most. It gives no right on any Carapace server.
///
/// Its `typ` is its own, so no record, receipt, assertion or proof can be taken for it, nor it for
/// one of these.
///
/// @param audience whom it is for, as that party writes itself: 1 to 300 characters
/// @param issuedAt in whole seconds
/// @param expiresAt at most [#LIFE_MAX] later
/// @param id never used twice: 16 to 64 characters
/// @param nonce of the third party, if it gave one: 1 to 128 characters
public record IdentityToken(
        Origin origin,
        Handle agent,
        String audience,
        Instant issuedAt,
        Instant expiresAt,
        String id,
        Optional<String> nonce) {

    /// The `typ` of its header.
    public static final String TYPE = "carapace-identity+jws";

    public static final Duration LIFE_MAX = Duration.ofMinutes(5);

    /// Of the compact form.
    public static final int BYTES_MAX = 2_048;

    private static final int VERSION = 1;
    private static final int AUDIENCE_MAX = 300;
    private static final int ID_MIN = 16;
    private static final int ID_MAX = 64;
    private static final int NONCE_MAX = 128;
    private static final long SECONDS_MAX = 1L << 40;
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ");
    private static final Set<String> MEMBERS =
            Set.of("v", "origin", "agent", "aud", "iat", "exp", "jti", "nonce");

    public IdentityToken {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        requireLength("audience", audience, 1, AUDIENCE_MAX);
        requireLength("id", id, ID_MIN, ID_MAX);
        nonce.ifPresent(it -> requireLength("nonce", it, 1, NONCE_MAX));
        if (!expiresAt.isAfter(issuedAt) || expiresAt.isAfter(issuedAt.plus(LIFE_MAX))) {
            throw new IllegalArgumentException("an identity token lives for 1 to 300 seconds");
        }
    }

    private static void requireLength(String name, String text, int min, int max) {
        if (text.length() < min || text.length() > max) {
            throw new IllegalArgumentException(
                    "%s must have %d to %d characters".formatted(name, min, max));
        }
    }

    /// {@return the compact JWS}
    public String sign(SigningPair agentKey) {
        var payload =
                new JsonWriter()
                        .number("v", VERSION)
                        .text("origin", origin.value())
                        .text("agent", agent.value())
                        .text("aud", audience)
                        .number("iat", issuedAt.getEpochSecond())
                        .number("exp", expiresAt.getEpochSecond())
                        .text("jti", id)
                        .optional("nonce", nonce.orElse(null));
        return Jws.sign(new JsonWriter().text("typ", TYPE), payload.write(), agentKey);
    }

    /// Reads whose token this says it is. Nothing of it is to be believed before [#verify].
    ///
    /// @throws JsonException when it is malformed
    public static Handle named(String compact) throws JsonException {
        try {
            return read(parse(compact).payload()).agent();
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /// Reads a token and checks that this key signed it. Whom it is for, and when, is the caller's
    /// to check.
    ///
    /// @throws JsonException when it is malformed or not signed by the key
    public static IdentityToken verify(String compact, Ed25519PublicKey key) throws JsonException {
        try {
            var jws = parse(compact);
            if (!jws.isSignedBy(key)) {
                throw new JsonException(Flaw.BAD_VALUE, "the token is not signed by its agent");
            }
            return read(jws.payload());
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static Jws parse(String compact) throws JsonException {
        if (compact.length() > BYTES_MAX) {
            throw new JsonException(
                    Flaw.BAD_VALUE, "an identity token has at most %d bytes".formatted(BYTES_MAX));
        }
        var jws = Jws.parse(compact);
        var header = Members.of(jws.header(), HEADER_MEMBERS);
        if (!header.text("alg", 1, 16).equals("EdDSA") || !header.text("typ", 1, 64).equals(TYPE)) {
            throw new JsonException(Flaw.BAD_VALUE, "typ must be " + TYPE + ", alg EdDSA");
        }
        return jws;
    }

    private static IdentityToken read(JsonValue payload) throws JsonException {
        var members = Members.of(payload, MEMBERS);
        members.number("v", VERSION, VERSION);
        return new IdentityToken(
                new Origin(members.text("origin", 3, 64)),
                Bodies.handle(members, "agent"),
                members.text("aud", 1, AUDIENCE_MAX),
                Instant.ofEpochSecond(members.number("iat", 0, SECONDS_MAX)),
                Instant.ofEpochSecond(members.number("exp", 0, SECONDS_MAX)),
                members.text("jti", ID_MIN, ID_MAX),
                Optional.ofNullable(members.optionalText("nonce", 1, NONCE_MAX)));
    }

    private static JsonException malformed() {
        return new JsonException(Flaw.BAD_VALUE, "the identity token is malformed");
    }
}
