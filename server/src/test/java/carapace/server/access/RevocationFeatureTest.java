package carapace.server.access;

import static carapace.server.access.TestAgent.member;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RevocationFeatureTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String HEAD = "/v1/agents/revoked-now/head";

    private static AgentBody.RotateKeys rotation(Duration overlap) {
        var keys =
                new PublicKeys(
                        Ed25519KeyPair.generate(RANDOM).publicKey(),
                        Ed25519KeyPair.generate(RANDOM).publicKey(),
                        MessagingKeyPair.generate(RANDOM).publicKey());
        return new AgentBody.RotateKeys(keys, overlap);
    }

    @Test
    void endsTokensOfAKeyThatWasReplaced() {
        var agent = TestAgent.approved("revoked-now");
        var token = agent.token();
        agent.act(rotation(Duration.ZERO));
        var answer = TestAgent.withinASecond(401, () -> agent.get(token, HEAD));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(member(answer, "type")).isEqualTo(ProblemType.KEY_REVOKED.path());
        var refused = agent.tokenRequest(agent.proof("POST", "/oauth2/token"), agent.assertion());
        assertThat(member(refused, "type")).isEqualTo(ProblemType.ASSERTION_INVALID.path());
    }

    @Test
    void keepsTokensInTheOverlap() {
        var agent = TestAgent.approved("revoked-later");
        var token = agent.token();
        agent.act(rotation(Duration.ofMinutes(5)));
        assertThat(agent.get(token, "/v1/agents/revoked-later/head").statusCode()).isEqualTo(200);
        assertThat(agent.token()).isNotEmpty();
    }
}
