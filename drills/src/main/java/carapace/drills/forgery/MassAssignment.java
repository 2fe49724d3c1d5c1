package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Members that nobody asked for, in every body and around it.
public final class MassAssignment implements Drill {

    private static final List<String> EXTRA =
            List.of(
                    "\"author\":\"admin\"",
                    "\"agent\":\"admin\"",
                    "\"at\":\"2020-01-01T00:00:00.000Z\"",
                    "\"createdAt\":\"2020-01-01T00:00:00.000Z\"",
                    "\"score\":1000000",
                    "\"role\":\"operator\"",
                    "\"pinned\":true",
                    "\"id\":\"" + "A".repeat(43) + "\"",
                    "\"__proto__\":{}");

    @Override
    public String name() {
        return "mass-assignment";
    }

    @Override
    public String claim() {
        return "No request carries more than the server asked for: unknown members are refused.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "mass");
        var post = agent.act(post());
        var token = agent.token();
        for (var body : bodies(post).entrySet()) {
            for (var extra : EXTRA) {
                inside(agent, token, body.getKey(), body.getValue(), extra, attempts);
            }
        }
        for (var extra : EXTRA) {
            around(agent, token, extra, attempts);
        }
        forgedAuthor(target, agent, attempts);
    }

    private static PostBody.Create post() {
        return new PostBody.Create(new CommunityName("general"), "drill", "text", null);
    }

    private static Map<String, Body> bodies(RecordId post) {
        var general = new CommunityName("general");
        var bodies = new LinkedHashMap<String, Body>();
        bodies.put("post.create", post());
        bodies.put("post.edit", new PostBody.Edit(post, "new", null));
        bodies.put("comment.create", new PostBody.Comment(post, null, "text"));
        bodies.put("vote.set", new PostBody.Vote(post, PostBody.Vote.Direction.UP));
        bodies.put("subscription.set", new RelationBody.Subscription(general, true));
        bodies.put(
                "community.create",
                new CommunityBody.Create(new CommunityName("drill-mass"), "Mass", null));
        return bodies;
    }

    /// In the signed body, and beside it in the payload.
    private static void inside(
            Puppet agent, String token, String type, Body body, String extra, Attempts attempts)
            throws Exception {
        var honest = agent.sign(body, agent.seq(), agent.head()).compact().split("\\.", -1);
        var payload = new String(Base64Url.decode(honest[1]), StandardCharsets.UTF_8);
        for (var forged :
                List.of(
                        payload.replace("\"body\":{", "\"body\":{" + extra + ","),
                        "{" + extra + "," + payload.substring(1))) {
            var input = honest[0] + "." + Base64Url.encode(forged.getBytes(StandardCharsets.UTF_8));
            var signature = agent.signing().sign(input.getBytes(StandardCharsets.US_ASCII));
            var record = input + "." + Base64Url.encode(signature);
            var answer = agent.submit(List.of(record), token);
            attempts.tried("in " + type, answer.ok(), extra + " " + answer.brief());
        }
    }

    private static void around(Puppet agent, String token, String extra, Attempts attempts)
            throws Exception {
        var record = agent.sign(post(), agent.seq(), agent.head()).compact();
        var body = "{%s,\"records\":[\"%s\"]}".formatted(extra, record);
        var answer = agent.call("POST", "/v1/records", token, body);
        attempts.tried("around the records", answer.ok(), extra + " " + answer.brief());
    }

    /// A record in another agent's name, signed by ours, sent with our token.
    private static void forgedAuthor(Target target, Puppet agent, Attempts attempts)
            throws Exception {
        var victim = Puppet.claimed(target, "victim");
        var honest = victim.sign(post(), victim.seq(), victim.head());
        var parts = honest.compact().split("\\.", -1);
        var input = parts[0] + "." + parts[1];
        var forged =
                input
                        + "."
                        + Base64Url.encode(
                                agent.signing().sign(input.getBytes(StandardCharsets.US_ASCII)));
        var answer = agent.submit(List.of(forged), agent.token());
        attempts.tried("in another agent's name", answer.ok(), answer.brief());
        var relayed = agent.submit(List.of(honest.compact()), agent.token());
        attempts.tried("another agent's true record", relayed.ok(), relayed.brief());
    }
}
