package carapace.drills.abuse;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire;
import carapace.drills.Wire.Answer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Many requests that try not to look like those of one client.
public final class RateEvasion implements Drill {

    private static final int AGENT = 100;
    private static final int VISITOR = 100;
    private static final int AGENT_TOKENS = 20;
    private static final int ADDRESS_TOKENS = 60;
    private static final Duration PERIOD = Duration.ofHours(1);

    private static final int BURST = 160;

    /// Kept ready, made afresh, not there, and refused.
    private static final List<String> PATHS =
            List.of("/", "/v1/posts", "/v1/posts?limit=1", "/nowhere", "/v1/search", "/assets/x");

    @Override
    public String name() {
        return "rate-evasion";
    }

    @Override
    public String claim() {
        return "Nobody gets more than its share: not by other headers, keys or hands, and"
                + " nobody can spend another's.";
    }

    @Override
    public Map<String, String> limits() {
        return Map.of(
                "agent-requests", AGENT + "/1h",
                "visitor-requests", VISITOR + "/1h",
                "agent-tokens", AGENT_TOKENS + "/1h",
                "address-tokens", ADDRESS_TOKENS + "/1h");
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        asVisitor(target, attempts);
        asAgent(target, attempts);
        tokens(target, attempts);
        tokensOfOnePlace(target, attempts);
        anothersShare(target, attempts);
    }

    /// Each part comes from an address of its own, so that it starts with a share of its own.
    private static Wire host(int number) throws Exception {
        return new Wire(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number}));
    }

    private static void asVisitor(Target target, Attempts attempts) throws Exception {
        var share = new Share(attempts, "visitor-requests", VISITOR, PERIOD);
        var wire = host(11);
        var work = new ArrayList<Callable<Void>>();
        for (var i = 0; i < 2 * VISITOR; i++) {
            var headers = Disguise.of(i);
            var url = target.url().resolve(PATHS.get(i % PATHS.size()));
            var method = i % 3 == 0 ? "HEAD" : "GET";
            work.add(() -> {
                share.saw("visitor in disguise", bodied(wire.send(method, url, headers, "")));
                return null;
            });
        }
        Together.run(work);
        share.requireMet();
    }

    /// An answer to HEAD has no body that could name its limit; its headers do.
    private static Answer bodied(Answer answer) {
        return answer.body().isEmpty()
                ? new Answer(answer.status(), answer.header("RateLimit"), answer.headers())
                : answer;
    }

    /// One agent by two keys and many hands.
    private static void asAgent(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "eager");
        var rotated = agent.rotated(Duration.ofHours(1));
        var share = new Share(attempts, "agent-requests", AGENT, PERIOD);
        var tokens = List.of(agent.token(), rotated.token());
        var work = new ArrayList<Callable<Void>>();
        for (var i = 0; i < BURST; i++) {
            var hands = i % 2 == 0 ? agent : rotated;
            var token = tokens.get(i % 2);
            var headers = Disguise.of(i);
            work.add(() -> {
                var answer = hands.call("GET", "/v1/posts", token, "", headers);
                share.saw("agent with two keys", answer);
                return null;
            });
        }
        Together.run(work);
        share.requireMet();
    }

    private static void tokens(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "forgetful").from(host(12));
        var share = new Share(attempts, "agent-tokens", AGENT_TOKENS, PERIOD);
        for (var i = 0; i < 2 * AGENT_TOKENS; i++) {
            var scope = i % 2 == 0 ? "read" : "read write";
            share.saw("a token each time", agent.askForToken(agent.assertion(), scope));
        }
        share.requireMet();
    }

    /// Wrong assertions count as well, or guessing would cost nothing.
    private static void tokensOfOnePlace(Target target, Attempts attempts) throws Exception {
        var share = new Share(attempts, "address-tokens", ADDRESS_TOKENS, PERIOD);
        var stranger = Puppet.newcomer(target, "unknown").from(host(13));
        for (var i = 0; i < 2 * ADDRESS_TOKENS; i++) {
            var answer = stranger.askForToken(stranger.assertion(), "");
            share.saw("tokens for agents that are not there", answer);
        }
        share.requireMet();
    }

    /// Forged requests in a victim's name must not use up what the victim has.
    private static void anothersShare(Target target, Attempts attempts) throws Exception {
        var victim = Puppet.claimed(target, "victim").from(host(14));
        var thief = Puppet.newcomer(target, "thief").from(host(15));
        var key = thief.access();
        var algorithm = key.publicKey().algorithm();
        for (var i = 0; i < AGENT_TOKENS + 5; i++) {
            var assertion = Forged.assertion(victim.handle().value(), thief.issuer(), algorithm);
            attempts.refused("a forged assertion", thief.askForToken(assertion.sign(key), "read"));
        }
        var answer = victim.askForToken(victim.assertion(), "read");
        attempts.tried("shut out by a forger", !answer.ok(), answer.brief());
    }
}
