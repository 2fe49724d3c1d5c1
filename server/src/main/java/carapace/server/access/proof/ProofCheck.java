package carapace.server.access.proof;

import carapace.protocol.json.JsonException;
import carapace.protocol.key.AccessKey;
import carapace.server.access.AccessOptions;
import carapace.server.access.ProblemType;
import carapace.server.access.PublicUrl;
import carapace.server.access.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Checks proofs as RFC 9449 §4.3 asks, the cheap checks first and the signature last. Whether a
/// proof was used before is decided when it is [spent][Proof#spend], behind the limits of whoever
/// sent it: what is remembered is shared by all.
@Component
public class ProofCheck {

    /// How far `iat` may be from now, either way.
    private static final Duration AGE_MAX = Duration.ofSeconds(60);

    private final PublicUrl publicUrl;
    private final Nonces nonces;
    private final SpentProofs spent = new SpentProofs();
    private final Clock clock;

    @Autowired
    ProofCheck(AccessOptions options, Nonces nonces, Clock clock) {
        this(options.publicUrl(), nonces, clock);
    }

    ProofCheck(PublicUrl publicUrl, Nonces nonces, Clock clock) {
        this.publicUrl = publicUrl;
        this.nonces = nonces;
        this.clock = clock;
    }

    /// Checks a proof that comes without an access token and brings its own key.
    ///
    /// @throws Refusal when it does not fit
    public Proof check(String compact, Target target) {
        var claims = parse(compact);
        if (claims.ath() != null) {
            throw invalid("ath belongs to a request with an access token");
        }
        var minute = fits(claims, target);
        return signed(claims, key(claims), minute);
    }

    /// Checks a proof that comes with an access token.
    ///
    /// @param tokenHash base64url of the token's SHA-256
    /// @param key to which the token is bound; the proof must carry the same
    /// @throws Refusal when it does not fit
    public Proof check(String compact, Target target, String tokenHash, AccessKey key) {
        var claims = parse(compact);
        if (!equal(tokenHash, claims.ath())) {
            throw invalid("ath is not the hash of this access token");
        }
        // Equal JWKs, so the key that was decoded with the agent's authority serves again.
        if (!claims.jwk().equals(key.jwk())) {
            throw invalid("the access token is bound to another key");
        }
        return signed(claims, key, fits(claims, target));
    }

    private static ProofClaims parse(String compact) {
        try {
            return ProofClaims.parse(compact);
        } catch (JsonException e) {
            throw new Refusal(ProblemType.PROOF_INVALID.because(e));
        } catch (IllegalArgumentException e) {
            throw invalid("the proof is malformed: " + e.getMessage());
        }
    }

    private static AccessKey key(ProofClaims claims) {
        try {
            return AccessKey.parse(claims.jwk());
        } catch (JsonException e) {
            throw invalid("jwk is no public Ed25519 or P-256 key: " + e.getMessage());
        }
    }

    /// {@return the minute of its nonce}
    private long fits(ProofClaims claims, Target target) {
        if (!claims.htm().equals(target.method())) {
            throw invalid("htm is not the method of this request");
        }
        if (!publicUrl.names(claims.htu(), target.path())) {
            throw invalid("htu is not the URL of this request under " + publicUrl.base());
        }
        if (claims.nonce() == null) {
            throw new Refusal(
                    ProblemType.NONCE_MISSING.because("put the DPoP-Nonce of this answer in"));
        }
        var minute = nonces.window().minuteOf(claims.nonce()).orElseThrow(ProofCheck::stale);
        refuseWrongTime(claims.iat());
        return minute;
    }

    private void refuseWrongTime(Instant iat) {
        if (Duration.between(iat, clock.instant()).abs().compareTo(AGE_MAX) > 0) {
            throw new Refusal(
                    ProblemType.PROOF_CLOCK_SKEW
                            .because("iat must be within 60 seconds of the server's time")
                            .with("serverTime", clock.instant().getEpochSecond()));
        }
    }

    private static Refusal stale() {
        return new Refusal(ProblemType.NONCE_STALE.because("use the DPoP-Nonce of this answer"));
    }

    private Proof signed(ProofClaims claims, AccessKey key, long minute) {
        if (!claims.algorithm().equals(key.algorithm())) {
            throw invalid("alg does not go with the key");
        }
        if (!claims.jws().isSignedBy(key)) {
            throw invalid("the signature is not the key's");
        }
        // By jti and key, not by the proof's bytes: an ECDSA signature has a second form.
        var name = key.thumbprint().value() + '|' + claims.jti();
        return new Proof(key, () -> spend(minute, name));
    }

    /// Package-private so that tests can leave it out and see it missed.
    void spend(long minute, String name) {
        switch (spent.spend(minute, nonces.minute(), sha256(name))) {
            case FIRST -> {}
            case AGAIN ->
                    throw new Refusal(
                            ProblemType.PROOF_REPLAYED.because("make a new proof, with a new jti"));
            case TOO_LATE -> throw stale();
            case FULL ->
                    throw new Refusal(
                            ProblemType.OVERLOADED
                                    .because("too many requests for this server to remember")
                                    .retryAfter(Duration.ofMinutes(1)));
        }
    }

    private static boolean equal(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Refusal invalid(String detail) {
        return new Refusal(ProblemType.PROOF_INVALID.because(detail));
    }
}
