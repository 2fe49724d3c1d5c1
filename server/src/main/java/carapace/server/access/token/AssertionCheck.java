package carapace.server.access.token;

import carapace.protocol.json.JsonException;
import carapace.server.access.AccessGrant;
import carapace.server.access.AccessOptions;
import carapace.server.access.AgentKeys;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.proof.Proof;
import carapace.server.database.Once;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Checks client assertions (RFC 7523 §3). Whether one was used before is decided when its `jti` is
/// spent.
@Component
final class AssertionCheck {

    /// How far ahead `exp` may be, so that a stolen assertion is soon worthless.
    static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /// For clients whose clock is not ours.
    private static final Duration SKEW_MAX = Duration.ofSeconds(60);

    private final String issuer;
    private final AgentKeys agents;
    private final Clock clock;

    AssertionCheck(AccessOptions options, AgentKeys agents, Clock clock) {
        this.issuer = options.publicUrl().issuer();
        this.agents = agents;
        this.clock = clock;
    }

    /// Who an assertion shows its sender to be.
    ///
    /// @param grant of the key that signed
    /// @param once to be spent before the token is given out
    record Shown(Authority authority, AccessGrant grant, Once once) {}

    /// Checks an assertion that must be signed by the key that made the request's proof, which must
    /// be one of the agent's present access keys.
    ///
    /// @throws Refusal when it does not show who sent it. Unknown agent, foreign key and wrong
    ///   signature answer alike.
    Shown check(String compact, Proof proof) {
        var assertion = parse(compact);
        var now = clock.instant();
        var jkt = proof.key().thumbprint();
        // Also of an approval this node may not have heard yet.
        var authority =
                agents.find(
                                assertion.handle(),
                                known ->
                                        known.status() == AgentStatus.ACTIVE
                                                && known.grant(jkt, now).isPresent())
                        .orElseThrow(AssertionCheck::unproven);
        var grant = authority.grant(jkt, now).orElseThrow(AssertionCheck::unproven);
        var kid = assertion.kid();
        var namesOther = kid != null && !kid.equals(grant.jkt().value());
        if (namesOther
                || !assertion.algorithm().equals(grant.key().algorithm())
                || !assertion.jws().isSignedBy(grant.key())) {
            throw unproven();
        }
        // Neither another server nor the URL of the endpoint: an audience that two servers take
        // could
        // be played from one to the other.
        if (!assertion.audience().equals(issuer)) {
            throw invalid("aud must be the issuer, " + issuer);
        }
        refuseWrongTime(assertion);
        var name = "assertion|" + authority.handle() + '|' + assertion.jti();
        var once = new Once(sha256(name), assertion.expires());
        return new Shown(authority, grant, once);
    }

    private void refuseWrongTime(ClientAssertion assertion) {
        var now = clock.instant();
        var notBefore = assertion.notBefore();
        var early = notBefore != null && notBefore.isAfter(now.plus(SKEW_MAX));
        var farAhead = assertion.expires().isAfter(now.plus(AHEAD_MAX).plus(SKEW_MAX));
        if (early || farAhead || !assertion.expires().isAfter(now)) {
            throw new Refusal(
                    ProblemType.ASSERTION_CLOCK_SKEW
                            .because("exp must be in the next five minutes")
                            .with("serverTime", now.getEpochSecond()));
        }
    }

    private static ClientAssertion parse(String compact) {
        try {
            return ClientAssertion.parse(compact);
        } catch (JsonException e) {
            throw new Refusal(ProblemType.ASSERTION_INVALID.because(e));
        } catch (IllegalArgumentException e) {
            throw invalid("the assertion is malformed: " + e.getMessage());
        }
    }

    private static byte[] sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Refusal unproven() {
        return invalid("sign it, and the proof, with the access key of the agent in iss and sub");
    }

    private static Refusal invalid(String detail) {
        return new Refusal(ProblemType.ASSERTION_INVALID.because(detail));
    }
}
