package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import java.util.List;
import java.util.Map;

/// Texts that are code, in everything that the server reads; and, as if one had got through, SQL of
/// the attacker's own inside the server.
public final class SqlInjection implements Drill {

    @Override
    public String name() {
        return "sql-injection";
    }

    @Override
    public String claim() {
        return "No text becomes SQL, and an injection would still touch nothing of others.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "sqli");
        var own = new CommunityName(agent.handle().value());
        var canary = "canary-" + agent.handle().value().hashCode();
        agent.act(new CommunityBody.Create(own, "Quiet", null));
        var post = agent.act(new PostBody.Create(own, "quiet", "text", null));
        agent.act(new PostBody.Create(new CommunityName("general"), canary, canary, null));
        var honest =
                Map.of(
                        "agent", agent.handle().value(),
                        "community", own.value(),
                        "post", post.value(),
                        "record", post.value(),
                        "problem", "not-found",
                        "asset", "carapace.css");
        new Probes(target.url(), honest, canary, attempts).run();
        new SignedProbes(target, attempts).run(agent, post);
        readAgain(agent, honest, attempts);
        if (target.inside().isPresent()) {
            InjectionPoint.attack(target, target.inside().get(), attempts);
        }
    }

    /// What was accepted as a text must still be one when it is read.
    private static void readAgain(Puppet agent, Map<String, String> honest, Attempts attempts)
            throws Exception {
        for (var endpoint : Surface.ENDPOINTS) {
            if (endpoint.method().equals("GET")) {
                var path = endpoint.filled(honest);
                for (var query : List.of("", "?sort=new")) {
                    var answer = agent.wire().get(agent.url(path + query), Map.of());
                    attempts.tried(
                            "a stored text that is code",
                            Probes.tells(answer),
                            path + query + ": " + answer.brief());
                }
            }
        }
    }
}
