package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A stolen access token, without the key that it is bound to.
public final class TokenTheft implements Drill {

    private static final String PATH = "/v1/posts?limit=1";
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);
    private static final long LIFETIME_SECONDS_MAX = 300;

    @Override
    public String name() {
        return "token-theft";
    }

    @Override
    public String claim() {
        return "A stolen access token is worthless without its key, at any path, on any node.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var victim = Puppet.claimed(target, "victim");
        var thief = Puppet.claimed(target, "thief");
        var token = victim.token();
        requireWorking(victim, token);

        refused(attempts, "without any proof", victim.send("GET", PATH, token, "", ""));
        refused(
                attempts,
                "as a bearer token",
                victim.wire().get(victim.url(PATH), Map.of("Authorization", "Bearer " + token)));
        refused(attempts, "with the thief's own key", thief.call("GET", PATH, token, ""));
        for (var path : new String[] {"/v1/agents", "/v1/communities"}) {
            var proof = victim.proof("GET", path, token).sign(victim.access());
            refused(
                    attempts,
                    "with a proof caught at another path",
                    victim.send("GET", PATH, token, proof, ""));
        }
        var otherMethod = victim.proof("POST", PATH, token).sign(victim.access());
        refused(
                attempts,
                "with a proof caught for another method",
                victim.send("GET", PATH, token, otherMethod, ""));
        livesFiveMinutes(token, attempts);
        revoked(target, victim, token, attempts);
    }

    private static void requireWorking(Puppet victim, String token) throws Exception {
        if (!victim.call("GET", PATH, token, "").ok()) {
            throw new IllegalStateException("the victim's own token does not work");
        }
    }

    private static void refused(Attempts attempts, String kind, Answer answer) {
        attempts.tried(kind, answer.ok(), answer.brief());
    }

    private static void livesFiveMinutes(String token, Attempts attempts) throws Exception {
        var claims =
                Members.tolerant(StrictJson.parse(Base64Url.decode(token.split("\\.", -1)[1])));
        var lifetime =
                claims.number("exp", 0, Long.MAX_VALUE) - claims.number("iat", 0, Long.MAX_VALUE);
        attempts.tried(
                "kept for more than five minutes",
                lifetime > LIFETIME_SECONDS_MAX,
                "it lives %d seconds".formatted(lifetime));
    }

    /// The thief has even the access key; freezing the agent must still stop the token everywhere.
    private static void revoked(Target target, Puppet victim, String token, Attempts attempts)
            throws Exception {
        var nodes =
                target.inside().isPresent()
                        ? new URI[] {target.url(), target.inside().get().secondNode()}
                        : new URI[] {target.url()};
        target.freeze(victim.handle());
        var deadline = Instant.now().plus(REVOKED_WITHIN);
        for (var node : nodes) {
            var there = victim.at(node);
            var answer = there.call("GET", PATH, token, "");
            while (answer.ok() && Instant.now().isBefore(deadline)) {
                answer = there.call("GET", PATH, token, "");
            }
            refused(attempts, "a second after the agent was frozen", answer);
        }
    }
}
