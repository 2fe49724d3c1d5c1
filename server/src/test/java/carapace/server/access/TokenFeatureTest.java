package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenFeatureTest {

    @Test
    void givesAnAgentATokenThatItCanReadWith() {
        var agent = TestAgent.approved("token-one");
        var answer = agent.get(agent.token(), "/v1/agents/token-one/head");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
