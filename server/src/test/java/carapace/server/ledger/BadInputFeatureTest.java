package carapace.server.ledger;

import static carapace.server.access.TestAgent.problem;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SigningPair;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Jws;
import carapace.protocol.record.SignedRecord;
import carapace.protocol.record.Timestamps;
import carapace.server.TestServer;
import carapace.server.access.AccessOptions;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import carapace.server.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong with what an agent sends has its own name, changes nothing and hinders
/// nothing: the same agent's next act is accepted.
class BadInputFeatureTest {

    private static final String WRITTEN =
            """
            select (select count(*) from ledger.records where agent = a.name)
                + (select count(*) from ledger.outbox where agent = a.name)
                + (select count(*) from ledger.evidence where agent = a.name)
                + (select seq from ledger.heads where agent = a.name)
                + (select count(*) from agents.profiles
                    where handle = a.name and display_name is not null)
            from (select ?::text as name) a
            """;

    private static final TestAgent AGENT = TestAgent.approved("bad-input");
    private static final TestAgent OTHER = TestAgent.approved("bad-input-other");
    private static final String PROFILE = "{\"description\":\"said\"}";
    private static final byte[] LATIN_1 = "\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    /// @param defect empty where the problem says enough
    record Bad(String what, ProblemType expected, String defect, Function<TestAgent, byte[]> body) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bad body(String what, String defect, String json) {
        return new Bad(
                what,
                ProblemType.REQUEST_MALFORMED,
                defect,
                _ -> json.getBytes(StandardCharsets.UTF_8));
    }

    private static Bad record(String what, String defect, Function<TestAgent, String> compact) {
        return record(what, ProblemType.RECORD_MALFORMED, defect, compact);
    }

    private static Bad record(
            String what, ProblemType expected, String defect, Function<TestAgent, String> compact) {
        return new Bad(
                what,
                expected,
                defect,
                agent ->
                        TestAgent.json(List.of(compact.apply(agent)))
                                .getBytes(StandardCharsets.UTF_8));
    }

    /// A record of the right form with one thing changed in its payload.
    private static Bad payload(String what, String defect, UnaryOperator<String> change) {
        return record(what, defect, agent -> changed(agent, change));
    }

    private static String changed(TestAgent agent, UnaryOperator<String> change) {
        var right = payload(agent.compact("agent.update-profile", PROFILE));
        var bent = change.apply(right);
        assertThat(bent).as("changes nothing").isNotEqualTo(right);
        return agent.compact(bent);
    }

    private static String payload(String compact) {
        return new String(Base64Url.decode(compact.split("\\.", 3)[1]), StandardCharsets.UTF_8);
    }

    private static UnaryOperator<String> member(String name, String value) {
        var present = "\"" + name + "\":(\"[^\"]*\"|\\d+|\\{[^}]*})";
        var changed = Matcher.quoteReplacement("\"" + name + "\":" + value);
        return payload -> payload.replaceFirst(present, changed);
    }

    private static UnaryOperator<String> at(Duration fromNow) {
        return payload ->
                member("at", "\"" + Timestamps.format(Instant.now().plus(fromNow)) + "\"")
                        .apply(payload);
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (var part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Stream<Bad> bodies() {
        return Stream.of(
                body("empty", "", ""),
                body("no object", "wrong-member-type", "[]"),
                body("cut off", "bad-json", "{\"records\":["),
                body("something after", "bad-json", "{\"records\":[\"a\"]} {}"),
                body("unknown member", "unknown-member", "{\"records\":[\"a\"],\"agent\":\"x\"}"),
                body("repeated member", "duplicate-member", "{\"records\":[],\"records\":[]}"),
                body("no member", "missing-member", "{}"),
                body("records is text", "wrong-member-type", "{\"records\":\"a\"}"),
                body("records are numbers", "wrong-member-type", "{\"records\":[1]}"),
                body("records is null", "wrong-member-type", "{\"records\":null}"),
                body("no records", "bad-value", "{\"records\":[]}"),
                body("empty record", "bad-value", "{\"records\":[\"\"]}"),
                body("too deep", "too-deep", "[".repeat(9) + "]".repeat(9)),
                body("very deep", "too-deep", "[".repeat(500_000)),
                body("fraction", "bad-number", "{\"records\":[1.5]}"),
                body("lone surrogate", "lone-surrogate", "{\"records\":[\"\\ud800\"]}"),
                body("byte order mark", "bad-json", "\ufeff{\"records\":[\"a\"]}"),
                new Bad(
                        "not UTF-8",
                        ProblemType.REQUEST_MALFORMED,
                        "not-utf8",
                        _ -> joined(ascii("{\"records\":[\""), LATIN_1, ascii("\"]}"))));
    }

    static Stream<Bad> records() {
        var half = "{\"v\":1,\"type\":\"agent.update-profile\"";
        return Stream.of(
                record("no JWS", "not-jws", _ -> "nonsense"),
                record("not ASCII", "not-jws", _ -> "a.b.\u00e9"),
                record("padding", "not-jws", agent -> agent.compact(half) + "="),
                record("four parts", "not-jws", agent -> agent.compact(half) + ".a"),
                record("too large", "too-large", _ -> "a".repeat(SignedRecord.BYTES_MAX + 1)),
                record("payload is cut off", "bad-json", agent -> agent.compact(half)),
                record("payload is a list", "wrong-member-type", agent -> agent.compact("[]")),
                payload(
                        "unknown member",
                        "unknown-member",
                        p -> p.replace("{\"v\"", "{\"x\":1,\"v\"")),
                payload(
                        "repeated member",
                        "duplicate-member",
                        p -> p.replace("{\"v\"", "{\"v\":1,\"v\"")),
                payload("no member", "missing-member", p -> p.replace("\"v\":1,", "")),
                payload("wrong version", "bad-value", member("v", "2")),
                payload("seq is text", "wrong-member-type", member("seq", "\"1\"")),
                payload("seq is huge", "bad-number", member("seq", "9007199254740992")),
                payload("seq is a fraction", "bad-number", member("seq", "1.0")),
                payload("seq is negative", "bad-value", member("seq", "-1")),
                payload("prev is null", "bad-value", member("prev", "null")),
                payload("at is a number", "wrong-member-type", member("at", "1")),
                payload("at is local", "bad-value", member("at", "\"2026-11-05T09:30:00.000+0\"")),
                payload("body is text", "wrong-member-type", member("body", "\"x\"")),
                payload("body has more", "unknown-member", member("body", "{\"role\":\"admin\"}")),
                payload("body says nothing", "missing-member", member("body", "{}")),
                payload("body is deep", "too-deep", member("body", "[".repeat(8) + "]".repeat(8))),
                payload(
                        "body is wrong",
                        "wrong-member-type",
                        member("body", "{\"description\":1}")),
                payload("a NUL", "bad-value", member("body", "{\"description\":\"\\u0000\"}")),
                payload("unknown type", "unknown-record-type", member("type", "\"agent.promote\"")),
                record("not UTF-8", "not-utf8", BadInputFeatureTest::notUtf8));
    }

    private static String notUtf8(TestAgent agent) {
        var parts = agent.compact("{\"v\":1}").split("\\.", 3);
        var payload = joined(ascii("{\"v\":\""), LATIN_1, ascii("\"}"));
        return parts[0] + "." + Base64Url.encode(payload) + "." + parts[2];
    }

    static Stream<Bad> circumstances() {
        return Stream.of(
                record(
                        "another origin",
                        ProblemType.FOREIGN_ORIGIN,
                        "",
                        agent -> changed(agent, member("origin", "\"elsewhere.example\""))),
                record(
                        "another agent",
                        ProblemType.FOREIGN_AGENT,
                        "",
                        _ -> OTHER.compact("agent.update-profile", PROFILE)),
                record(
                        "another agent, signed by this one",
                        ProblemType.FOREIGN_AGENT,
                        "",
                        agent -> changed(agent, member("agent", "\"bad-input-other\""))),
                record(
                        "from the past",
                        ProblemType.CLOCK_SKEW,
                        "",
                        agent -> changed(agent, at(Duration.ofMinutes(-6)))),
                record(
                        "from the future",
                        ProblemType.CLOCK_SKEW,
                        "",
                        agent -> changed(agent, at(Duration.ofMinutes(6)))),
                record(
                        "a gap",
                        ProblemType.CHAIN_GAP,
                        "",
                        agent -> changed(agent, member("seq", "7000"))),
                record(
                        "another's signature",
                        ProblemType.RECORD_SIGNATURE,
                        "",
                        agent ->
                                OTHER.compact(
                                        payload(agent.compact("agent.update-profile", PROFILE)))),
                record(
                        "not handled yet",
                        ProblemType.TYPE_NOT_HANDLED,
                        "",
                        agent -> agent.compact("message.request", "{\"to\":\"bad-input-other\"}")));
    }

    static Stream<Bad> all() {
        return Stream.of(bodies(), records(), circumstances()).flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isNamedAndLeavesNothing(Bad bad) {
        var before = TestServer.count(WRITTEN, "bad-input");
        var answer = AGENT.postBytes(AGENT.remembered(), bad.body().apply(AGENT));
        assertThat(problem(answer)).as(answer.body()).isEqualTo(bad.expected());
        if (!bad.defect().isEmpty()) {
            assertThat(TestAgent.member(answer, "defect")).isEqualTo(bad.defect());
        }
        assertThat(answer.body()).as("quotes nothing").doesNotContain("admin", "promote");
        assertThat(TestServer.count(WRITTEN, "bad-input")).isEqualTo(before);
        AGENT.act(new AgentBody.UpdateProfile(null, "after " + bad.what()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 4})
    void takesAClockThatDiffersALittle(long minutes) {
        var compact = changed(AGENT, at(Duration.ofMinutes(minutes)));
        var answer = AGENT.postJson(AGENT.remembered(), TestAgent.json(List.of(compact)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        AGENT.advance(SignedRecords.read(compact));
    }

    @Test
    void takesTheLargestRecord() {
        var text = "x".repeat(2_000);
        AGENT.act(new AgentBody.UpdateProfile(null, text));
        var spaces = changed(AGENT, payload -> " ".repeat(48_000) + payload);
        var answer = AGENT.postJson(AGENT.remembered(), TestAgent.json(List.of(spaces)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        AGENT.advance(SignedRecords.read(spaces));
    }

    /// A token that the server itself signed, six minutes ago.
    @Test
    void refusesATokenThatIsOver() {
        var options = TestServer.part(AccessOptions.class);
        SigningPair server = TestServer.part(Vault.class).serverKey();
        var issued = Instant.now().minus(Duration.ofMinutes(6)).getEpochSecond();
        var key = AGENT.keys().access().thumbprint().value();
        for (var lifetime : List.of(300, 600)) {
            var claims =
                    new JsonWriter()
                            .text("iss", options.publicUrl().issuer())
                            .text("sub", "bad-input")
                            .text("aud", options.publicUrl().issuer())
                            .text("client_id", "bad-input")
                            .number("iat", issued)
                            .number("exp", issued + lifetime)
                            .text("jti", TestAgent.randomId())
                            .text("scope", "read write")
                            .value("cnf", new JsonWriter().text("jkt", key).object());
            var kid = server.publicKey().thumbprint().value();
            var header = new JsonWriter().text("typ", "at+jwt").text("kid", kid);
            var token = Jws.sign(header, claims.write(), server);
            var record = AGENT.sign(new AgentBody.UpdateProfile(null, "late"));
            var answer = AGENT.post(token, List.of(record));
            if (lifetime == 300) {
                assertThat(problem(answer)).isEqualTo(ProblemType.TOKEN_EXPIRED);
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                AGENT.advance(record);
            }
        }
    }

    @Test
    void refusesAReceiptAsARecord() {
        var receipt = TestAgent.seen("/v1/agents/bad-input/records").get("records").get(0);
        var body = TestAgent.json(List.of(receipt.get("receipt").asString()));
        var answer = AGENT.postJson(AGENT.remembered(), body);
        assertThat(problem(answer)).isEqualTo(ProblemType.RECORD_MALFORMED);
        assertThat(TestAgent.member(answer, "defect")).isEqualTo("bad-header");
    }
}
