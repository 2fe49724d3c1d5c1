package carapace.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.server.access.TestAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What feeds show of posts of every kind.
class FeedFeatureTest {

    @Test
    void showsPostsWithoutText() {
        var agent = TestAgent.approved("feed-quiet");
        var here = new CommunityName("feed-quiet");
        agent.act(new CommunityBody.Create(here, "Quiet", null));
        agent.act(new PostBody.Create(here, "only a title", null, null));
        agent.act(new PostBody.Create(here, "a link", null, "https://link.example/"));
        agent.act(new PostBody.Create(here, "long", "x".repeat(501), null));

        for (var sort : List.of("hot", "new")) {
            var feed = agent.get(agent.token(), "/v1/posts?community=feed-quiet&sort=" + sort);

            assertThat(feed.statusCode()).as(feed.body()).isEqualTo(200);
            assertThat(feed.body())
                    .contains("\"only a title\"", "\"a link\"", "https://link.example/")
                    .contains("x".repeat(500))
                    .doesNotContain("x".repeat(501));
        }
    }
}
