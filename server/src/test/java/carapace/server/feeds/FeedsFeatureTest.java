package carapace.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.Network;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedsFeatureTest {

    /// A link has no text of its own, so nothing to cut.
    @ParameterizedTest
    @ValueSource(strings = {"sort=new", "sort=hot", "sort=new&community=general"})
    void showsAPostWithoutText(String query) {
        var handle = new Handle("feed-" + query.replaceAll("\\W", "-"));
        try (var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), handle)) {
            TestServer.part(Owners.class).approve(handle, 10_000);
            var link =
                    new PostBody.Create(
                            new CommunityName("general"), "Link", null, "https://a.example/");
            var sent = agent.act(link);

            var body = agent.get("/v1/posts?limit=100&" + query).orRefused().body();

            assertThat(Network.readFeed(body).items())
                    .extracting(post -> post.id())
                    .contains(sent.id());
        }
    }
}
