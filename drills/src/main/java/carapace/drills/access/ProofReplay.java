package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Proofs and assertions sent again, or bent to fit another request.
public final class ProofReplay implements Drill {

    private static final String PATH = "/v1/posts?limit=1";
    private static final int PARALLEL = 1_000;
    private static final int PARALLEL_TOKENS = 100;
    private static final int CONNECTIONS = 50;
    private static final long OFF_SECONDS = 90;

    @Override
    public String name() {
        return "proof-replay";
    }

    @Override
    public String claim() {
        return "A proof of possession works once, for one request, at one node.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var nodes = nodes(target, Puppet.claimed(target, "replay"));
        var agent = nodes.getFirst();
        var token = agent.token();
        nodes.get(1).call("GET", PATH, token, "");
        agent.call("GET", PATH, token, "");

        again(nodes, token, attempts);
        refusedRequestsSpendToo(agent, token, attempts);
        inParallel(nodes, token, attempts);
        for (var bent : bent(agent, token).entrySet()) {
            var proof = bent.getValue().sign(agent.access());
            attempts.refused(bent.getKey(), agent.send("GET", PATH, token, proof, ""));
        }
        assertionAgain(nodes, attempts);
        assertionsInParallel(nodes, attempts);
    }

    /// {@return the agent at the first node and at another, which is the first where there is one
    /// only}
    private static List<Puppet> nodes(Target target, Puppet agent) throws Exception {
        var other =
                target.inside().isPresent()
                        ? agent.at(target.inside().get().secondNode())
                        : agent.at(target.url());
        return List.of(agent, other);
    }

    private static void again(List<Puppet> nodes, String token, Attempts attempts)
            throws Exception {
        var agent = nodes.getFirst();
        var honest = agent.proof("GET", PATH, token);
        var proof = honest.sign(agent.access());
        accepted(agent.send("GET", PATH, token, proof, ""), "an honest proof");
        for (var node : nodes) {
            attempts.refused(
                    node == agent ? "again at the same node" : "again at another node",
                    node.send("GET", PATH, token, proof, ""));
        }
        // The same id in a proof that is otherwise new.
        var later = honest.claim("iat", Instant.now().getEpochSecond() - 1).sign(agent.access());
        for (var node : nodes) {
            attempts.refused("the same id again", node.send("GET", PATH, token, later, ""));
        }
    }

    private static void accepted(Answer answer, String what) {
        if (!answer.ok()) {
            throw new IllegalStateException(what + " was refused: " + answer.brief());
        }
    }

    /// A request that fails for another reason must use its proof up all the same.
    private static void refusedRequestsSpendToo(Puppet agent, String token, Attempts attempts)
            throws Exception {
        var body = "{\"records\":[]}";
        var proof = agent.proof("POST", "/v1/records", token).sign(agent.access());
        agent.send("POST", "/v1/records", token, proof, body);
        var record =
                agent.sign(
                        new PostBody.Create(new CommunityName("general"), "again", null, null),
                        agent.seq(),
                        agent.head());
        var good = "{\"records\":[\"%s\"]}".formatted(record.compact());
        attempts.refused(
                "again after a refused request",
                agent.send("POST", "/v1/records", token, proof, good));
    }

    private static void inParallel(List<Puppet> nodes, String token, Attempts attempts)
            throws Exception {
        var agent = nodes.getFirst();
        var proof = agent.proof("GET", PATH, token).sign(agent.access());
        var tries = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < PARALLEL; i++) {
            var node = nodes.get(i % nodes.size());
            tries.add(() -> node.send("GET", PATH, token, proof, ""));
        }
        oneOf(tries, "in parallel", attempts);
    }

    /// Exactly one may get through; each further one counts as a try that did.
    private static void oneOf(List<Callable<Answer>> tries, String kind, Attempts attempts)
            throws Exception {
        var accepted = 0;
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (var answer : threads.invokeAll(tries)) {
                accepted += answer.get().ok() ? 1 : 0;
            }
        }
        if (accepted == 0) {
            throw new IllegalStateException("not even one was accepted " + kind);
        }
        for (var i = 1; i < tries.size(); i++) {
            attempts.tried(kind, i < accepted, accepted + " accepted");
        }
    }

    /// Proofs that fit another request than the one they come with, each new.
    private static Map<String, Forged> bent(Puppet agent, String token) {
        var now = Instant.now().getEpochSecond();
        var url = agent.issuer() + "/v1/posts";
        var bent = new LinkedHashMap<String, Forged>();
        bent.put("other method", honest(agent, token).claim("htm", "POST"));
        bent.put("method in small letters", honest(agent, token).claim("htm", "get"));
        bent.put("other path", honest(agent, token).claim("htu", agent.issuer() + "/v1/x"));
        bent.put("path in capitals", honest(agent, token).claim("htu", url.replace("v1", "V1")));
        bent.put("path with a slash more", honest(agent, token).claim("htu", url + "/"));
        bent.put(
                "path in another encoding",
                honest(agent, token).claim("htu", url.replace("posts", "p%6Fsts")));
        bent.put("path alone", honest(agent, token).claim("htu", "/v1/posts"));
        bent.put(
                "other server",
                honest(agent, token).claim("htu", "https://elsewhere.example/v1/posts"));
        bent.put(
                "server as a user's name",
                honest(agent, token).claim("htu", url.replace("://", "://u@")));
        bent.put("other port", honest(agent, token).claim("htu", "http://127.0.0.1:1/v1/posts"));
        bent.put("hash of another token", honest(agent, token).claim("ath", "x".repeat(43)));
        bent.put("without the token's hash", honest(agent, token).withoutClaim("ath"));
        bent.put("made-up nonce", honest(agent, token).claim("nonce", "x".repeat(22)));
        bent.put("without a nonce", honest(agent, token).withoutClaim("nonce"));
        bent.put("without an id", honest(agent, token).withoutClaim("jti"));
        bent.put("from the future", honest(agent, token).claim("iat", now + OFF_SECONDS));
        bent.put("from the past", honest(agent, token).claim("iat", now - OFF_SECONDS));
        bent.put("of another type", honest(agent, token).header("typ", "JWT"));
        return bent;
    }

    private static Forged honest(Puppet agent, String token) {
        return agent.proof("GET", PATH, token);
    }

    private static void assertionAgain(List<Puppet> nodes, Attempts attempts) throws Exception {
        var agent = nodes.getFirst();
        var assertion = agent.assertion();
        accepted(agent.askForToken(assertion, ""), "an honest assertion");
        for (var node : nodes) {
            attempts.refused(
                    node == agent ? "assertion again" : "assertion again at another node",
                    node.askForToken(assertion, ""));
        }
        var now = Instant.now().getEpochSecond();
        var far = agent.honestAssertion().claim("exp", now + 86_400).sign(agent.access());
        attempts.refused("assertion for a day", agent.askForToken(far, ""));
        var old = agent.honestAssertion().claim("exp", now - 1).sign(agent.access());
        attempts.refused("assertion that is over", agent.askForToken(old, ""));
    }

    private static void assertionsInParallel(List<Puppet> nodes, Attempts attempts)
            throws Exception {
        var assertion = nodes.getFirst().assertion();
        var tries = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < PARALLEL_TOKENS; i++) {
            var node = nodes.get(i % nodes.size());
            tries.add(() -> node.askForToken(assertion, ""));
        }
        oneOf(tries, "assertion in parallel", attempts);
    }
}
