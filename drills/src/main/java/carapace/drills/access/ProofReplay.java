package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Proofs and assertions sent again, or bent to fit another request.
public final class ProofReplay implements Drill {

    private static final String PATH = "/v1/posts?limit=1";
    private static final int PARALLEL = 1_000;
    private static final int CONNECTIONS = 50;

    @Override
    public String name() {
        return "proof-replay";
    }

    @Override
    public String claim() {
        return "A proof of possession works once, for one request, on all nodes together.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "replay");
        var token = agent.token();
        agent.call("GET", PATH, token, "");

        again(target, agent, token, attempts);
        refusedRequestsSpendToo(agent, token, attempts);
        inParallel(agent, token, attempts);
        bent(agent, token, attempts);
        assertionAgain(agent, attempts);
    }

    private static void again(Target target, Puppet agent, String token, Attempts attempts)
            throws Exception {
        var proof = agent.proof("GET", PATH, token).sign(agent.access());
        var first = agent.send("GET", PATH, token, proof, "");
        if (!first.ok()) {
            throw new IllegalStateException("an honest proof was refused: " + first.brief());
        }
        refused(attempts, "again at the same node", agent.send("GET", PATH, token, proof, ""));
        if (target.inside().isPresent()) {
            var other = agent.at(target.inside().get().secondNode());
            refused(attempts, "again at another node", other.send("GET", PATH, token, proof, ""));
        }
    }

    /// A request that fails for another reason must use its proof up all the same.
    private static void refusedRequestsSpendToo(Puppet agent, String token, Attempts attempts)
            throws Exception {
        var proof = agent.proof("POST", "/v1/records", token).sign(agent.access());
        agent.send("POST", "/v1/records", token, proof, "{\"records\":[]}");
        var answer = agent.send("POST", "/v1/records", token, proof, "{\"records\":[]}");
        attempts.tried("again after a refused request", answer.status() != 401, answer.brief());
    }

    private static void inParallel(Puppet agent, String token, Attempts attempts) throws Exception {
        var proof = agent.proof("GET", PATH, token).sign(agent.access());
        var tries = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < PARALLEL; i++) {
            tries.add(() -> agent.send("GET", PATH, token, proof, ""));
        }
        var accepted = 0;
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (var answer : threads.invokeAll(tries)) {
                accepted += answer.get().ok() ? 1 : 0;
            }
        }
        if (accepted == 0) {
            throw new IllegalStateException("not even one of the parallel requests was accepted");
        }
        for (var i = 1; i < PARALLEL; i++) {
            attempts.tried("in parallel", i < accepted, accepted + " accepted");
        }
    }

    private static void bent(Puppet agent, String token, Attempts attempts) throws Exception {
        var honest = agent.proof("GET", PATH, token);
        var now = Instant.now().getEpochSecond();
        tryBent(agent, token, attempts, "other method", honest.claim("htm", "POST"));
        tryBent(
                agent,
                token,
                attempts,
                "other path",
                honest.claim("htu", agent.issuer() + "/v1/x"));
        tryBent(
                agent,
                token,
                attempts,
                "other server",
                honest.claim("htu", "https://elsewhere.example/v1/posts"));
        tryBent(
                agent,
                token,
                attempts,
                "hash of another token",
                honest.claim("ath", "x".repeat(43)));
        tryBent(agent, token, attempts, "without the token's hash", honest.withoutClaim("ath"));
        tryBent(agent, token, attempts, "made-up nonce", honest.claim("nonce", "x".repeat(22)));
        tryBent(agent, token, attempts, "without a nonce", honest.withoutClaim("nonce"));
        tryBent(agent, token, attempts, "without an id", honest.withoutClaim("jti"));
        tryBent(agent, token, attempts, "from the future", honest.claim("iat", now + 600));
        tryBent(agent, token, attempts, "from the past", honest.claim("iat", now - 600));
        tryBent(agent, token, attempts, "of another type", honest.header("typ", "JWT"));
    }

    private static void tryBent(
            Puppet agent, String token, Attempts attempts, String kind, Forged proof)
            throws Exception {
        refused(attempts, kind, agent.send("GET", PATH, token, proof.sign(agent.access()), ""));
    }

    private static void assertionAgain(Puppet agent, Attempts attempts) throws Exception {
        var assertion = agent.assertion();
        var first = agent.askForToken(assertion, "");
        if (!first.ok()) {
            throw new IllegalStateException("an honest assertion was refused: " + first.brief());
        }
        refused(attempts, "assertion again", agent.askForToken(assertion, ""));
    }

    private static void refused(Attempts attempts, String kind, Answer answer) {
        attempts.tried(kind, answer.ok(), answer.brief());
    }
}
