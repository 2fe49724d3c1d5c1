package carapace.server.access;

import static carapace.server.access.TestAgent.member;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.P256KeyPair;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Jws;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFeatureTest {

    private static final TestAgent ADA = TestAgent.approved("token-ada");
    private static final String PATH = "/oauth2/token";

    private static HttpResponse<String> ask(String assertion) {
        return ADA.tokenRequest(ADA.proof("POST", PATH), assertion);
    }

    @Test
    void givesATokenForFiveMinutes() {
        var answer = ask(ADA.assertion());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"token_type\":\"DPoP\",\"expires_in\":300");
        assertThat(member(answer, "scope")).isEqualTo("read write");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("DPoP-Nonce")).isPresent();
    }

    @Test
    void takesAnEllipticKey() {
        var agent = TestAgent.approved("token-p256", P256KeyPair.generate(new SecureRandom()));
        var answer = agent.get(agent.token(), "/v1/agents/token-p256/head");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void asksForItsNonceAndTakesIt() {
        var proof = ADA.proof("POST", PATH).without("nonce");
        var first = ADA.tokenRequest(proof, ADA.assertion());
        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(member(first, "error")).isEqualTo("use_dpop_nonce");
        var nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        var again = ADA.proof("POST", PATH).nonce(nonce);
        assertThat(ADA.tokenRequest(again, ADA.assertion()).statusCode()).isEqualTo(200);
    }

    record Bent(
            String what,
            ProblemType expected,
            BiFunction<JsonWriter, JsonWriter, String> assertion) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bent claims(String what, UnaryOperator<JsonWriter> bend) {
        return claims(what, ProblemType.ASSERTION_INVALID, bend);
    }

    private static Bent claims(String what, ProblemType type, UnaryOperator<JsonWriter> bend) {
        return new Bent(
                what,
                type,
                (header, claims) -> Jws.sign(header, bend.apply(claims).write(), ADA.access));
    }

    private static Bent header(String what, String name, JsonValue value) {
        return new Bent(
                what,
                ProblemType.ASSERTION_INVALID,
                (header, claims) ->
                        Jws.sign(header.value(name, value), claims.write(), ADA.access));
    }

    static Stream<Bent> bent() {
        var url = TestServer.url().toString();
        var now = Instant.now().getEpochSecond();
        var skew = ProblemType.ASSERTION_CLOCK_SKEW;
        return Stream.of(
                claims("audience is the endpoint", c -> c.text("aud", url + PATH)),
                claims("audience is another server", c -> c.text("aud", "https://evil.example")),
                claims("two audiences", c -> c.texts("aud", List.of(url, "https://evil.example"))),
                claims("another subject", c -> c.text("sub", "token-bob")),
                claims("nobody", c -> c.text("iss", "nobody-here").text("sub", "nobody-here")),
                claims("no handle", c -> c.text("iss", "No One").text("sub", "No One")),
                claims("unknown claim", c -> c.text("role", "admin")),
                claims("short jti", c -> c.text("jti", "1")),
                claims("no time", c -> c.nullable("exp", null)),
                claims("over", skew, c -> c.number("exp", now - 1)),
                claims("too far ahead", skew, c -> c.number("exp", now + 600)),
                claims("not yet", skew, c -> c.number("nbf", now + 120)),
                header("typ of a proof", "typ", new JsonString("dpop+jwt")),
                header("typ of a record", "typ", new JsonString("carapace-record+jws")),
                header("typ of a token", "typ", new JsonString("at+jwt")),
                header("other kid", "kid", new JsonString("other")),
                header("embedded key", "jwk", ADA.access.publicKey().jwk()),
                header("crit", "crit", new JsonArray(List.of(new JsonString("exp")))),
                new Bent(
                        "another's signature",
                        ProblemType.ASSERTION_INVALID,
                        (header, claims) -> Jws.sign(header, claims.write(), TestAgent.newKey())));
    }

    @ParameterizedTest
    @MethodSource("bent")
    void refusesABentAssertion(Bent bent) {
        var header = new JsonWriter().text("typ", "JWT");
        var answer = ask(bent.assertion().apply(header, ADA.assertionClaims()));
        assertThat(member(answer, "type")).isEqualTo(bent.expected().path());
        assertThat(member(answer, "error")).isEqualTo("invalid_client");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void takesAnAssertionWithKidAndAudienceAsList() {
        var kid = ADA.access.publicKey().thumbprint().value();
        var header = new JsonWriter().text("kid", kid);
        var audience = List.of(TestServer.url().toString());
        var claims = ADA.assertionClaims().texts("aud", audience).write();
        assertThat(ask(Jws.sign(header, claims, ADA.access)).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAnAssertionOnce() {
        var assertion = ADA.assertion();
        assertThat(ask(assertion).statusCode()).isEqualTo(200);
        var again = ask(assertion);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(member(again, "type")).isEqualTo(ProblemType.ASSERTION_REPLAYED.path());
    }

    @Test
    void takesAProofOnce() {
        var proof = ADA.proof("POST", PATH);
        assertThat(ADA.tokenRequest(proof, ADA.assertion()).statusCode()).isEqualTo(200);
        var again = ADA.tokenRequest(proof, ADA.assertion());
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(member(again, "type")).isEqualTo(ProblemType.PROOF_REPLAYED.path());
    }

    @Test
    void wantsProofAndAssertionOfOneKey() {
        var thief = TestAgent.unborn("token-ada", TestAgent.newKey());
        var answer = thief.tokenRequest(thief.proof("POST", PATH), ADA.assertion());
        assertThat(member(answer, "type")).isEqualTo(ProblemType.ASSERTION_INVALID.path());
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type, password, unsupported_grant_type",
        "grant_type, '', invalid_request",
        "client_assertion_type, other, invalid_request",
        "client_assertion, '', invalid_request",
        "client_secret, secret, invalid_request",
        "client_id, token-bob, invalid_request",
        "scope, read admin, invalid_scope",
        "scope, Read, invalid_scope"
    })
    void refusesABentForm(String name, String value, String error) {
        var form = new HashMap<>(TestAgent.parameters(ADA.assertion()));
        form.put(name, value);
        var answer = ADA.tokenRequest(ADA.proof("POST", PATH), form);
        assertThat(member(answer, "error")).isEqualTo(error);
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void ignoresAParameterThatItDoesNotKnow() {
        var form = new HashMap<>(TestAgent.parameters(ADA.assertion()));
        form.put("colour", "blue");
        form.put("scope", "read");
        var answer = ADA.tokenRequest(ADA.proof("POST", PATH), form);
        assertThat(member(answer, "scope")).isEqualTo("read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type=a&grant_type=a", "%zz=1", "a=1&a=2"})
    void refusesABrokenForm(String form) {
        var answer =
                TestAgent.answer(
                        TestAgent.request(PATH)
                                .header("DPoP", ADA.proof("POST", PATH).compact())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)));
        assertThat(member(answer, "error")).isEqualTo("invalid_request");
    }

    @Test
    void letsAnUnclaimedAgentReadOnly() {
        var agent = TestAgent.unclaimed("token-unclaimed");
        var answer = agent.tokenRequest(agent.proof("POST", PATH), agent.assertion());
        assertThat(member(answer, "scope")).isEqualTo("read");
        var token = member(answer, "access_token");
        assertThat(agent.get(token, "/v1/agents/token-unclaimed/head").statusCode()).isEqualTo(200);
        var record = agent.sign(new AgentBody.UpdateProfile("Name", null));
        var refused = agent.post(token, List.of(record));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(member(refused, "type")).isEqualTo(ProblemType.AGENT_UNCLAIMED.path());
    }

    @Test
    void stopsAFrozenAgentAndATokenThatItHas() {
        var agent = TestAgent.approved("token-frozen");
        var token = agent.token();
        TestServer.part(Owners.class).freeze(agent.handle).orRefuse();
        var path = "/v1/agents/token-frozen/head";
        var refused = TestAgent.withinASecond(403, () -> agent.get(token, path));
        assertThat(member(refused, "type")).isEqualTo(ProblemType.AGENT_FROZEN.path());
        var answer = agent.tokenRequest(agent.proof("POST", PATH), agent.assertion());
        assertThat(member(answer, "type")).isEqualTo(ProblemType.AGENT_FROZEN.path());
    }

    @Test
    void endsWithTheAgent() {
        var agent = TestAgent.approved("token-retired");
        var token = agent.token();
        agent.act(new AgentBody.Retire(null));
        var path = "/v1/agents/token-retired/head";
        var refused = TestAgent.withinASecond(403, () -> agent.get(token, path));
        assertThat(member(refused, "type")).isEqualTo(ProblemType.AGENT_RETIRED.path());
        var answer = agent.tokenRequest(agent.proof("POST", PATH), agent.assertion());
        assertThat(member(answer, "type")).isEqualTo(ProblemType.AGENT_RETIRED.path());
    }
}
