package carapace.server.access.proof;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.record.Jws;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A proof taken apart, before anything about it is believed.
///
/// @param jwk the public key that it claims to be made with
/// @param ath hash of the access token; null in a proof without one
record ProofClaims(
        Jws jws,
        String algorithm,
        JsonValue jwk,
        String jti,
        String htm,
        String htu,
        Instant iat,
        @Nullable String ath,
        @Nullable String nonce) {

    /// Characters of a compact proof at most; one with an ES256 key takes about 700.
    private static final int LENGTH_MAX = 4096;

    private static final String TYPE = "dpop+jwt";
    private static final Set<String> HEADER = Set.of("typ", "alg", "jwk");
    private static final Set<String> CLAIMS = Set.of("jti", "htm", "htu", "iat", "ath", "nonce");
    private static final int NAME_MAX = 32;
    private static final int JTI_MIN = 8;
    private static final int JTI_MAX = 128;
    private static final int HTU_MAX = 2048;
    private static final int HASH_LENGTH = 43;
    private static final int NONCE_MAX = 128;

    /// Nothing beyond these members is taken: a `crit`, `kid`, `b64` or `x5c` would let the proof
    /// choose how it is checked.
    ///
    /// @throws JsonException when a member is missing, unknown or not of its type
    /// @throws IllegalArgumentException when it is no compact JWS or a wrong kind of one
    static ProofClaims parse(String compact) throws JsonException {
        if (compact.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a proof has at most 4096 characters");
        }
        var jws = Jws.parse(compact);
        var header = Members.of(jws.header(), HEADER);
        if (!header.text("typ", 1, NAME_MAX).equals(TYPE)) {
            throw new IllegalArgumentException("typ must be " + TYPE);
        }
        var claims = Members.of(jws.payload(), CLAIMS);
        return new ProofClaims(
                jws,
                header.text("alg", 1, NAME_MAX),
                header.object("jwk"),
                claims.text("jti", JTI_MIN, JTI_MAX),
                claims.text("htm", 1, NAME_MAX),
                claims.text("htu", 1, HTU_MAX),
                Instant.ofEpochSecond(claims.number("iat", 0, JsonNumber.MAX)),
                claims.optionalText("ath", HASH_LENGTH, HASH_LENGTH),
                claims.optionalText("nonce", 1, NONCE_MAX));
    }
}
