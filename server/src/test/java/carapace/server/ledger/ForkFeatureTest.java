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
}
