package carapace.server.access;

import static carapace.server.access.TestAgent.member;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Jws;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofFeatureTest {

    private static final TestAgent ADA = TestAgent.approved("proof-ada");
    private static final String TOKEN = ADA.token();
    private static final String HEAD = "/v1/agents/proof-ada/head";

    private static TestProof proof(String path) {
        return ADA.proof("GET", path).token(TOKEN);
    }

    private static void refused(HttpResponse<String> answer, ProblemType type) {
        assertThat(member(answer, "type")).isEqualTo(type.path());
        assertThat(answer.statusCode()).isEqualTo(type.status());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    /// With a statement, without any, and refused by the endpoint: the proof is spent all the same.
    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD,
                "/.well-known/carapace",
                "/v1/agents/nobody-here/head",
                "/v1/agents/proof-ada/records?limit=none",
                "/v1/nothing-here"
            })
    void takesAProofOnceWhateverTheAnswerIs(String path) {
        var proof = proof(path.replaceFirst("[?].*", "")).compact();
        var first = TestAgent.get(path, TOKEN, proof);
        assertThat(first.statusCode()).isIn(200, 400, 404);
        assertThat(first.headers().firstValue("DPoP-Nonce")).isPresent();
        var again = TestAgent.get(path, TOKEN, proof);
        refused(again, ProblemType.PROOF_REPLAYED);
        assertThat(again.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"invalid_dpop_proof\", algs=\"EdDSA ES256\"");
    }

    @Test
    void takesAProofOnceAlsoWhenTheRecordsAreRefused() {
        var bob = TestAgent.approved("proof-bob");
        var token = bob.token();
        var record = bob.sign(new AgentBody.UpdateProfile("Name", null));
        bob.advance(record);
        var ahead = bob.sign(new AgentBody.UpdateProfile("Other", null));
        var proof = bob.proof("POST", "/v1/records").token(token).compact();
        refused(post(token, proof, ahead.compact()), ProblemType.CHAIN_GAP);
        refused(post(token, proof, record.compact()), ProblemType.PROOF_REPLAYED);
        assertThat(bob.post(token, List.of(record)).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(String token, String proof, String record) {
        return TestAgent.answer(
                TestAgent.request("/v1/records")
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"records\":[\"" + record + "\"]}")));
    }

    @Test
    void letsOneOfManyInParallelThrough() throws InterruptedException, ExecutionException {
        var proof = proof(HEAD).compact();
        Callable<Integer> attempt = () -> TestAgent.get(HEAD, TOKEN, proof).statusCode();
        var counts = new HashMap<Integer, Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = Stream.generate(() -> attempt).limit(50).toList();
            for (Future<Integer> status : threads.invokeAll(attempts)) {
                counts.merge(status.get(), 1, Integer::sum);
            }
        }
        assertThat(counts).containsEntry(200, 1).containsEntry(401, 49);
    }

    @Test
    void asksForItsNonceAndTakesIt() {
        var first = TestAgent.get(HEAD, TOKEN, proof(HEAD).without("nonce").compact());
        refused(first, ProblemType.NONCE_MISSING);
        assertThat(first.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"use_dpop_nonce\"");
        var nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        var again = TestAgent.get(HEAD, TOKEN, proof(HEAD).nonce(nonce).compact());
        assertThat(again.statusCode()).isEqualTo(200);
        var stale = proof(HEAD).nonce("A".repeat(22)).compact();
        refused(TestAgent.get(HEAD, TOKEN, stale), ProblemType.NONCE_STALE);
    }

    @Test
    void makesAStolenTokenWorthless() {
        var thief = TestAgent.approved("proof-thief");
        var own = thief.proof("GET", HEAD).token(TOKEN).compact();
        refused(TestAgent.get(HEAD, TOKEN, own), ProblemType.PROOF_INVALID);
        var elsewhere = proof("/v1/agents").compact();
        refused(TestAgent.get(HEAD, TOKEN, elsewhere), ProblemType.PROOF_INVALID);
        var forOther = ADA.proof("GET", HEAD).token(thief.token()).compact();
        refused(TestAgent.get(HEAD, TOKEN, forOther), ProblemType.PROOF_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Basic ", "", "DPoP"})
    void takesATokenInOneWayOnly(String scheme) {
        var answer =
                TestAgent.answer(
                        TestAgent.request(HEAD)
                                .header("Authorization", scheme + TOKEN)
                                .header("DPoP", proof(HEAD).compact())
                                .GET());
        refused(answer, ProblemType.TOKEN_INVALID);
    }

    @Test
    void wantsExactlyOneProof() {
        var request = TestAgent.request(HEAD).header("Authorization", "DPoP " + TOKEN);
        refused(TestAgent.answer(request.copy().GET()), ProblemType.PROOF_MISSING);
        var twice = request.header("DPoP", proof(HEAD).compact());
        refused(
                TestAgent.answer(twice.header("DPoP", proof(HEAD).compact()).GET()),
                ProblemType.PROOF_INVALID);
    }

    @Test
    void refusesATokenThatIsNotTheServers() {
        var claims = new JsonWriter().text("sub", "proof-ada").write();
        var forged = Jws.sign(new JsonWriter().text("typ", "at+jwt"), claims, ADA.access);
        var proof = ADA.proof("GET", HEAD).token(forged).compact();
        refused(TestAgent.get(HEAD, forged, proof), ProblemType.TOKEN_INVALID);
    }

    @Test
    void wantsATokenForRecords() {
        var record = ADA.sign(new AgentBody.UpdateProfile("Name", null));
        var nothing = TestAgent.send("/v1/records", "X-None", "x", record);
        refused(nothing, ProblemType.TOKEN_MISSING);
        assertThat(nothing.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP algs=\"EdDSA ES256\", resource_metadata=\"http://");
        var proof = ADA.proof("POST", "/v1/records").compact();
        refused(TestAgent.send("/v1/records", "DPoP", proof, record), ProblemType.TOKEN_MISSING);
    }

    @Test
    void wantsTheScopeToWrite() {
        var form = new HashMap<>(TestAgent.parameters(ADA.assertion()));
        form.put("scope", "read");
        var token =
                member(ADA.tokenRequest(ADA.proof("POST", "/oauth2/token"), form), "access_token");
        var record = ADA.sign(new AgentBody.UpdateProfile("Name", null));
        var answer = ADA.post(token, List.of(record));
        refused(answer, ProblemType.SCOPE_MISSING);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"insufficient_scope\", scope=\"write\"");
    }

    @Test
    void wantsANewcomersProofToBeOfTheKeyInItsRecord() {
        var newcomer = TestAgent.unborn("proof-newcomer", TestAgent.newKey());
        var thief = TestAgent.unborn("proof-newcomer", TestAgent.newKey());
        var proof = thief.proof("POST", "/v1/records").compact();
        var answer = TestAgent.send("/v1/records", "DPoP", proof, newcomer.creation());
        refused(answer, ProblemType.PROOF_INVALID);
        refused(
                TestAgent.send("/v1/records", "DPoP", proof, thief.creation()),
                ProblemType.PROOF_REPLAYED);
    }
}
