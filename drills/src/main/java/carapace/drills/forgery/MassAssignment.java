package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Members that nobody asked for, in everything that is sent.
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

    /// Names that a server could take for the sender's or its rights.
    private static final List<String> NAMES =
            List.of("agent", "author", "sub", "role", "scope_granted", "admin", "at", "user");

    private static final String POWER = "carapace";

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
        var post = agent.act(post("target"));
        for (var type : RecordType.values()) {
            inRecord(target, agent, post, type, attempts);
        }
        around(agent, attempts);
        inBodies(agent, attempts);
        inTokenRequest(agent, attempts);
        inAssertionAndProof(agent, attempts);
        inQuery(agent, attempts);
        besideRecord(agent, attempts);
        forgedAuthor(target, agent, attempts);
    }

    private static PostBody.Create post(String title) {
        return new PostBody.Create(new CommunityName("general"), title, "text", null);
    }

    /// In the signed body, beside it in the payload, and in the header.
    private static void inRecord(
            Target target, Puppet agent, RecordId post, RecordType type, Attempts attempts)
            throws Exception {
        var born = type != RecordType.AGENT_CREATE;
        var sender = born ? agent : Puppet.newcomer(target, "mass");
        var token = born ? agent.token() : "";
        var body = Samples.body(type, sender, post);
        var honest = sender.sign(body, sender.seq(), sender.head()).compact().split("\\.", -1);
        var payload = new String(Base64Url.decode(honest[1]), StandardCharsets.UTF_8);
        for (var extra : EXTRA) {
            var inBody = payload.replace("\"body\":{", "\"body\":{" + extra + ",");
            var beside = "{" + extra + "," + payload.substring(1);
            for (var forged : List.of(inBody.replace(",}", "}"), beside)) {
                var input = honest[0] + "." + Base64Url.encode(utf8(forged));
                var signature = sender.signing().sign(utf8(input));
                var record = input + "." + Base64Url.encode(signature);
                var answer = sender.submit(List.of(record), token);
                unknown(attempts, "in " + type.wireName(), extra, answer);
            }
        }
    }

    /// The refusal must be about the member: another one would say nothing.
    private static void unknown(Attempts attempts, String kind, String extra, Answer answer) {
        var about = List.of("unknown-member", "duplicate-member").stream();
        if (!answer.ok() && about.noneMatch(answer.body()::contains)) {
            throw new IllegalStateException(
                    "%s was refused for something else: %s".formatted(kind, answer.brief()));
        }
        attempts.tried(kind, answer.ok(), extra + " " + answer.brief());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void around(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        var record = agent.sign(post("around"), agent.seq(), agent.head()).compact();
        for (var extra : EXTRA) {
            var body = "{%s,\"records\":[\"%s\"]}".formatted(extra, record);
            var answer = agent.call("POST", "/v1/records", token, body);
            unknown(attempts, "around the records", extra, answer);
        }
    }

    /// In what is sent and is no record.
    private static void inBodies(Puppet agent, Attempts attempts) throws Exception {
        var bodies =
                Map.of(
                        "POST /v1/notifications/read", "\"upTo\":0}",
                        "PUT /v1/notifications/preferences", "\"off\":[]}");
        for (var body : bodies.entrySet()) {
            var request = body.getKey().split(" ", -1);
            for (var extra : EXTRA) {
                var json = "{" + extra + "," + body.getValue();
                var answer = agent.call(request[0], request[1], agent.token(), json);
                unknown(attempts, "in " + body.getKey(), extra, answer);
            }
        }
    }

    /// Unknown parameters are to be ignored there (RFC 6749 §3.2), so the token must show nothing
    /// of them.
    private static void inTokenRequest(Puppet agent, Attempts attempts) throws Exception {
        for (var name : NAMES) {
            var fields = Map.of("client_assertion", agent.assertion(), name, POWER);
            given(agent, name, agent.askForToken(fields), attempts);
        }
        for (var field :
                Map.of(
                                "scope",
                                "read write admin",
                                "client_id",
                                POWER,
                                "client_secret",
                                POWER,
                                "grant_type",
                                "password")
                        .entrySet()) {
            var fields =
                    Map.of("client_assertion", agent.assertion(), field.getKey(), field.getValue());
            attempts.refused("token form: " + field.getKey(), agent.askForToken(fields));
        }
    }

    private static void given(Puppet agent, String name, Answer answer, Attempts attempts)
            throws Exception {
        if (!answer.ok()) {
            attempts.refused("token form: " + name, answer);
            return;
        }
        var token =
                Members.tolerant(StrictJson.parse(answer.body())).text("access_token", 1, 4_096);
        var claims = Forged.parse(token).claimsText();
        var honest = claims.contains("\"sub\":\"" + agent.handle() + "\"");
        attempts.tried("token form: " + name, !honest || claims.contains(POWER), claims);
    }

    private static void inAssertionAndProof(Puppet agent, Attempts attempts) throws Exception {
        var path = "/v1/posts?limit=1";
        var token = agent.token();
        agent.call("GET", path, token, "");
        for (var name : NAMES) {
            var assertion = agent.honestAssertion();
            if (!name.equals("sub")) {
                var more = assertion.claim(name, POWER).sign(agent.access());
                attempts.refused("assertion: claim", agent.askForToken(more, ""));
            }
            var header = assertion.header(name, POWER).sign(agent.access());
            attempts.refused("assertion: header", agent.askForToken(header, ""));
            var proof = agent.proof("GET", path, token);
            for (var forged : List.of(proof.claim(name, POWER), proof.header(name, POWER))) {
                var answer = agent.send("GET", path, token, forged.sign(agent.access()), "");
                attempts.refused("proof", answer);
            }
        }
    }

    /// What a query adds must change nothing.
    private static void inQuery(Puppet agent, Attempts attempts) throws Exception {
        var own = "/v1/agents/%s".formatted(agent.handle());
        for (var path : List.of(own + "?", own + "/head?", "/v1/communities?limit=1&")) {
            var plain = agent.wire().get(agent.url(path), Map.of());
            for (var name : NAMES) {
                var more = agent.wire().get(agent.url(path + name + "=" + POWER), Map.of());
                attempts.tried(
                        "in the query",
                        !more.body().equals(plain.body()),
                        path + name + " changed");
            }
        }
    }

    /// Parameters and headers beside an honest record, which must stay what it is.
    private static void besideRecord(Puppet agent, Attempts attempts) throws Exception {
        for (var name : NAMES) {
            var before = agent.seq();
            var head = agent.head();
            var record = agent.next(post("beside"));
            var path = "/v1/records?%s=%s".formatted(name, POWER);
            var body = "{\"records\":[\"%s\"]}".formatted(record.compact());
            var answer = agent.call("POST", path, agent.token(), body);
            if (!answer.ok()) {
                agent.rewind(before, head);
                attempts.refused("beside a record", answer);
                continue;
            }
            var stored = agent.wire().get(agent.url("/v1/posts/" + record.id()), Map.of()).body();
            var author = Members.tolerant(StrictJson.parse(stored)).text("author", 1, 64);
            attempts.tried(
                    "beside a record",
                    !author.equals(agent.handle().value()) || stored.contains("2020-01-01"),
                    stored);
        }
    }

    /// A record in another agent's name, signed by ours, sent with our token.
    private static void forgedAuthor(Target target, Puppet agent, Attempts attempts)
            throws Exception {
        var victim = Puppet.claimed(target, "victim");
        var honest = victim.sign(post("forged"), victim.seq(), victim.head());
        var forged = Forged.parse(honest.compact()).sign(agent.signing());
        attempts.refused("in another agent's name", agent.submit(List.of(forged), agent.token()));
        attempts.refused(
                "another agent's true record",
                agent.submit(List.of(honest.compact()), agent.token()));
    }
}
