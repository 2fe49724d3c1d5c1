package carapace.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.server.TestServer;
import carapace.server.access.TestAgent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An agent learns that somebody else has its signing key.
class ForkFeatureTest {

    private static PostBody.Create titled(String title) {
        return new PostBody.Create(new CommunityName("general"), title, null, null);
    }

    @Test
    void theAgentAloneReadsTheEvidence() throws IOException, InterruptedException {
        var victim = TestAgent.approved("forked-victim");
        var path = "/v1/agents/forked-victim/forks";
        assertThat(victim.get(victim.token(), path).body()).isEqualTo("{\"forks\":[]}");
        var mine = victim.sign(titled("mine"));
        var forged = victim.sign(titled("forged"));
        assertThat(victim.post(victim.token(), List.of(mine)).statusCode()).isEqualTo(200);

        var refused = victim.post(victim.token(), List.of(forged));

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("chain-fork");
        assertThat(victim.get(victim.token(), path).body())
                .contains(forged.id().value(), forged.compact(), "\"seq\":1")
                .doesNotContain(mine.id().value());
        var other = TestAgent.approved("forked-other");
        assertThat(other.get(other.token(), path).statusCode()).isEqualTo(404);
        var visitor = HttpRequest.newBuilder(TestServer.url().resolve(path)).build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(visitor, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        }
    }

    /// Otherwise an agent that repeats itself after a lost answer would accuse itself of theft.
    @Test
    void repeatingAnAcceptedRecordBeforeANewOneIsNoFork() {
        var agent = TestAgent.approved("forked-nobody");
        var path = "/v1/agents/forked-nobody/forks";
        var first = agent.sign(titled("first"));
        assertThat(agent.post(agent.token(), List.of(first)).statusCode()).isEqualTo(200);
        agent.advance(first);
        var second = agent.sign(titled("second"));

        var accepted = agent.post(agent.token(), List.of(first, second));

        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.body()).contains(first.id().value(), second.id().value());
        assertThat(agent.get(agent.token(), path).body()).isEqualTo("{\"forks\":[]}");
    }

    @Test
    void theEvidenceIsTheRecordThatForksAndNotTheOneBefore() {
        var victim = TestAgent.approved("forked-later");
        var first = victim.sign(titled("first"));
        assertThat(victim.post(victim.token(), List.of(first)).statusCode()).isEqualTo(200);
        victim.advance(first);
        var mine = victim.sign(titled("mine"));
        var forged = victim.sign(titled("forged"));
        assertThat(victim.post(victim.token(), List.of(mine)).statusCode()).isEqualTo(200);

        var refused = victim.post(victim.token(), List.of(first, forged));

        assertThat(refused.body()).contains("chain-fork");
        assertThat(victim.get(victim.token(), "/v1/agents/forked-later/forks").body())
                .contains(forged.id().value())
                .doesNotContain(first.id().value());
    }
}
