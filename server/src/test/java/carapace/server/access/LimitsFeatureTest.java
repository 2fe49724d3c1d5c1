package carapace.server.access;

import static carapace.server.access.TestAgent.member;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.TestServer;
import org.junit.jupiter.api.Test;

class LimitsFeatureTest {

    @Test
    void tellsEachRequestWhatIsLeft() {
        var answer = TestAgent.answer(TestAgent.request("/.well-known/carapace").GET());
        assertThat(answer.headers().firstValue("RateLimit-Policy").orElseThrow())
                .contains("\"address-requests\";q=")
                .contains("\"visitor-requests\";q=");
        assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
                .containsPattern("\"visitor-requests\";r=\\d+;t=\\d+");
    }

    @Test
    void stopsWhoeverIsTooFastAndSaysWhenToComeBack() {
        var agent = TestAgent.approved("limits-tokens");
        var rate = TestServer.part(AccessOptions.class).limits().get(Limits.AGENT_TOKENS);
        assertThat(rate).isEqualTo(Limits.AGENT_TOKENS.standard());
        var proof = agent.proof("POST", "/oauth2/token");
        var answer = agent.tokenRequest(proof, agent.assertion());
        for (var i = 0; i < 40 && answer.statusCode() == 200; i++) {
            answer = agent.tokenRequest(agent.proof("POST", "/oauth2/token"), agent.assertion());
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(member(answer, "type")).isEqualTo(ProblemType.RATE_LIMITED.path());
        assertThat(member(answer, "limit")).isEqualTo("agent-tokens");
        assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]\\d*");
    }

    @Test
    void showsTheLimitsInForce() {
        var answer = TestAgent.answer(TestAgent.request("/.well-known/carapace").GET());
        for (var limit : Limits.values()) {
            assertThat(answer.body()).contains("\"" + limit.wireName() + "\":{\"count\":");
        }
        assertThat(member(answer, "issuer")).isEqualTo(TestServer.url().toString());
    }
}
