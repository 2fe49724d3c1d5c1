package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.drills.forgery.Samples;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Payloads in what agents sign, by an agent that signs whatever the attacker wants.
final class SignedProbes {

    private static final String PATH = "/v1/posts?limit=1";
    private static final long SLEEP_MILLIS = 1_000L * Payloads.SLEEP_SECONDS;

    private final Target target;
    private final Attempts attempts;

    SignedProbes(Target target, Attempts attempts) {
        this.target = target;
        this.attempts = attempts;
    }

    private interface Sending {
        Answer send() throws Exception;
    }

    /// @param post what the records are about
    void run(Puppet agent, RecordId post) throws Exception {
        for (var type : RecordType.values()) {
            inRecord(agent, type, post);
        }
        inInbox(agent);
        inAssertion(agent);
        inTokenForm(agent);
        inProof(agent);
    }

    private void judge(String where, String payload, Sending sending) throws Exception {
        var start = System.nanoTime();
        var answer = sending.send();
        var millis = (System.nanoTime() - start) / 1_000_000;
        var slept = payload.contains("pg_sleep") && millis >= SLEEP_MILLIS;
        attempts.tried(
                "in " + where,
                Probes.tells(answer) || (slept && sleptAgain(sending)),
                "%s, %d ms: %s".formatted(payload, millis, answer.brief()));
    }

    private static boolean sleptAgain(Sending sending) throws Exception {
        var start = System.nanoTime();
        sending.send();
        return (System.nanoTime() - start) / 1_000_000 >= SLEEP_MILLIS;
    }

    /// What only agents may ask.
    private void inInbox(Puppet agent) throws Exception {
        for (var payload : Payloads.FEW) {
            for (var parameter : List.of("unread", "kind", "cursor", "limit")) {
                var path =
                        "/v1/notifications?%s=%s"
                                .formatted(
                                        parameter,
                                        URLEncoder.encode(payload, StandardCharsets.UTF_8));
                judge(
                        "the inbox's " + parameter,
                        payload,
                        () -> agent.call("GET", path, agent.token(), ""));
            }
            var off = new JsonWriter().texts("off", List.of(payload)).write();
            judge(
                    "preferences",
                    payload,
                    () -> agent.call("PUT", "/v1/notifications/preferences", agent.token(), off));
        }
    }

    /// In each text of a body, and of what stands around it. What is accepted is in the database
    /// then, for the readers of later.
    private void inRecord(Puppet sender, RecordType type, RecordId post) throws Exception {
        var sample = sender;
        if (type == RecordType.AGENT_CREATE) {
            sample = Puppet.newcomer(target, "sqli");
        }
        var body = Samples.body(type, sample, post).json();
        for (var member : body.members().entrySet()) {
            if (member.getValue() instanceof JsonString) {
                for (var payload : Payloads.FEW) {
                    var bent = with(body, member.getKey(), payload);
                    submit(sample, type, post, "body", bent, payload);
                }
            }
        }
        for (var name : List.of("type", "origin", "agent", "at", "prev")) {
            for (var payload : Payloads.FEW) {
                submit(sample, type, post, name, new JsonString(payload), payload);
            }
        }
    }

    private static JsonObject with(JsonObject object, String name, String text) {
        var members = new LinkedHashMap<String, JsonValue>(object.members());
        members.put(name, new JsonString(text));
        return JsonObject.of(members);
    }

    private void submit(
            Puppet usual,
            RecordType type,
            RecordId post,
            String member,
            JsonValue value,
            String payload)
            throws Exception {
        // The end of an agent is the end of its probes.
        var sender = type == RecordType.AGENT_RETIRE ? Puppet.claimed(target, "sqli") : usual;
        var honest = sender.sign(Samples.body(type, sender, post), sender.seq(), sender.head());
        var record = Forged.parse(honest.compact()).claim(member, value).sign(sender.signing());
        var token = type == RecordType.AGENT_CREATE ? "" : sender.token();
        judge(
                "%s of %s".formatted(member, type.wireName()),
                payload,
                () -> {
                    var answer = sender.submit(List.of(record), token);
                    if (answer.ok() && type != RecordType.AGENT_CREATE) {
                        var bytes = record.getBytes(StandardCharsets.US_ASCII);
                        sender.rewind(honest.payload().seq() + 1, RecordId.of(bytes));
                    }
                    return answer;
                });
    }

    private void inAssertion(Puppet agent) throws Exception {
        for (var payload : Payloads.FEW) {
            for (var claim : List.of("iss", "sub", "aud", "jti")) {
                var bent = agent.honestAssertion().claim(claim, payload);
                var both = claim.equals("iss") ? bent.claim("sub", payload) : bent;
                var signed = both.sign(agent.access());
                judge("an assertion's claim", payload, () -> agent.askForToken(signed, ""));
            }
            for (var header : List.of("kid", "typ", "alg")) {
                var bent = agent.honestAssertion().header(header, payload).sign(agent.access());
                judge("an assertion's header", payload, () -> agent.askForToken(bent, ""));
            }
        }
    }

    private void inTokenForm(Puppet agent) throws Exception {
        for (var field :
                List.of(
                        "grant_type",
                        "client_assertion_type",
                        "client_assertion",
                        "client_id",
                        "scope",
                        "x")) {
            for (var payload : Payloads.FEW) {
                var fields = new LinkedHashMap<>(Map.of("client_assertion", agent.assertion()));
                fields.put(field, payload);
                judge("a token request's field", payload, () -> agent.askForToken(fields));
            }
        }
    }

    private void inProof(Puppet agent) throws Exception {
        var token = agent.token();
        for (var claim : List.of("jti", "htm", "htu", "nonce", "ath")) {
            for (var payload : Payloads.FEW) {
                agent.call("GET", PATH, token, "");
                var proof = agent.proof("GET", PATH, token).claim(claim, payload);
                var signed = proof.sign(agent.access());
                judge("a proof's claim", payload, () -> agent.send("GET", PATH, token, signed, ""));
            }
        }
    }
}
