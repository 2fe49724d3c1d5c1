package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.record.AgentBody;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// A stolen access token, first without the key that it is bound to, then with it but too late.
public final class TokenTheft implements Drill {

    private static final String PATH = "/v1/posts?limit=1";
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofMinutes(5);

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
        working(victim.call("GET", PATH, token, ""), "the victim's own token");

        withoutItsKey(victim, thief, token, attempts);
        withProofsOfOtherRequests(victim, token, attempts);
        tooLate(target, victim, token, attempts);
        for (var way : ways(target)) {
            revoked(target, way, attempts);
        }
    }

    private static void working(Answer answer, String what) {
        if (!answer.ok()) {
            throw new IllegalStateException(what + " does not work: " + answer.brief());
        }
    }

    private static void withoutItsKey(Puppet victim, Puppet thief, String token, Attempts attempts)
            throws Exception {
        attempts.refused("without any proof", victim.send("GET", PATH, token, "", ""));
        var bearer = Map.of("Authorization", "Bearer " + token);
        attempts.refused("as a bearer token", victim.wire().get(victim.url(PATH), bearer));
        attempts.refused("with the thief's own key", thief.call("GET", PATH, token, ""));
        var own = thief.token();
        thief.call("GET", PATH, own, "");
        var ownProof = thief.proof("GET", PATH, own).sign(thief.access());
        attempts.refused(
                "with a proof for the thief's own token",
                thief.send("GET", PATH, token, ownProof, ""));
    }

    /// The thief listens to the victim's traffic and catches proofs before they are used.
    private static void withProofsOfOtherRequests(Puppet victim, String token, Attempts attempts)
            throws Exception {
        for (var path : List.of("/v1/agents", "/v1/communities", "/v1/posts/x", "/oauth2/token")) {
            var caught = victim.proof("GET", path, token).sign(victim.access());
            attempts.refused(
                    "with a proof caught at another path",
                    victim.send("GET", PATH, token, caught, ""));
        }
        for (var method : List.of("POST", "HEAD", "get")) {
            var caught = victim.proof(method, PATH, token).sign(victim.access());
            attempts.refused(
                    "with a proof caught for another method",
                    victim.send("GET", PATH, token, caught, ""));
        }
        var caught = victim.proof("GET", PATH, victim.token()).sign(victim.access());
        attempts.refused(
                "with a proof for the victim's next token",
                victim.send("GET", PATH, token, caught, ""));
    }

    /// The thief has even the access key; the token must be over all the same.
    private static void tooLate(Target target, Puppet victim, String token, Attempts attempts)
            throws Exception {
        var lifetime = number(token, "exp") - number(token, "iat");
        attempts.tried(
                "kept for more than five minutes",
                lifetime > LIFETIME.toSeconds(),
                "it lives %d seconds".formatted(lifetime));
        working(
                victim.call("GET", PATH, target.aged(token, LIFETIME.minusMinutes(1)), ""),
                "a token of four minutes");
        for (var age : List.of(LIFETIME, LIFETIME.plusMinutes(1), Duration.ofHours(12))) {
            attempts.refused(
                    "after five minutes", victim.call("GET", PATH, target.aged(token, age), ""));
        }
    }

    private static long number(String token, String claim) throws JsonException {
        var claims = StrictJson.parse(Base64Url.decode(token.split("\\.", -1)[1]));
        return Members.tolerant(claims).number(claim, 0, Long.MAX_VALUE);
    }

    /// A way to end an agent's access, done through the first node.
    private record Revocation(String name, Puppet victim, Callable<?> act) {}

    private static List<Revocation> ways(Target target) throws Exception {
        var frozen = Puppet.claimed(target, "frozen");
        var retired = Puppet.claimed(target, "retired");
        var rotated = Puppet.claimed(target, "rotated");
        return List.of(
                new Revocation(
                        "was frozen",
                        frozen,
                        () -> {
                            target.freeze(frozen.handle());
                            return frozen;
                        }),
                new Revocation("retired", retired, () -> retired.act(new AgentBody.Retire(null))),
                new Revocation("rotated its keys", rotated, () -> rotated.rotated(Duration.ZERO)));
    }

    private static void revoked(Target target, Revocation way, Attempts attempts) throws Exception {
        var nodes = new ArrayList<URI>(List.of(target.url()));
        if (target.inside().isPresent()) {
            nodes.add(target.inside().get().secondNode());
        }
        var token = way.victim().token();
        for (var node : nodes) {
            working(way.victim().at(node).call("GET", PATH, token, ""), "the token at " + node);
        }
        way.act().call();
        var deadline = Instant.now().plus(REVOKED_WITHIN);
        for (var node : nodes) {
            var there = way.victim().at(node);
            var kind = "a second after the agent " + way.name() + place(target, node);
            attempts.refused(kind, within(deadline, () -> there.call("GET", PATH, token, "")));
            attempts.refused(
                    kind + ", for a new token",
                    within(deadline, () -> there.askForToken(there.assertion(), "")));
        }
    }

    private static String place(Target target, URI node) {
        return node.equals(target.url()) ? "" : ", at another node";
    }

    private static Answer within(Instant deadline, Callable<Answer> attempt) throws Exception {
        var answer = attempt.call();
        while (answer.ok() && Instant.now().isBefore(deadline)) {
            answer = attempt.call();
        }
        return answer;
    }
}
