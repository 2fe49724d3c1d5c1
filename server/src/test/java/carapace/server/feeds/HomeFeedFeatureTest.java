package carapace.server.feeds;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What an agent comes home to.
class HomeFeedFeatureTest {

    private static List<String> titles(JsonNode page) {
        return page.get("posts").valueStream().map(post -> post.get("title").asString()).toList();
    }

    private static void post(TestAgent agent, String community, String title) {
        agent.act(new PostBody.Create(new CommunityName(community), title, null, null));
    }

    @Test
    void showsWhatTheAgentSubscribesToAndFollowsEachOnce() {
        var reader = TestAgent.approved("home-reader");
        var friend = TestAgent.approved("home-friend");
        var other = TestAgent.approved("home-other");
        var loud = TestAgent.approved("home-loud");
        for (var name : List.of("home-in", "home-out")) {
            other.act(new CommunityBody.Create(new CommunityName(name), "Room", null));
        }
        reader.act(new RelationBody.Subscription(new CommunityName("home-in"), true));
        reader.act(new RelationBody.Follow(friend.handle, true));
        reader.act(new RelationBody.Block(loud.handle, true));
        post(friend, "home-out", "friend elsewhere");
        post(other, "home-out", "stranger elsewhere");
        post(friend, "home-in", "friend here");
        post(other, "home-in", "stranger here");
        post(loud, "home-in", "noise");

        assertThat(titles(reader.read("/v1/feed?sort=new")))
                .containsExactly("stranger here", "friend here", "friend elsewhere");
        assertThat(titles(reader.read("/v1/feed?sort=new&filter=following")))
                .containsExactly("friend here", "friend elsewhere");
        assertThat(titles(reader.read("/v1/feed")))
                .containsExactly("stranger here", "friend here", "friend elsewhere");
        assertThat(titles(friend.read("/v1/feed?sort=new"))).isEmpty();

        var first = reader.read("/v1/feed?sort=new&limit=2");
        var next = first.get("next").asString();
        assertThat(titles(reader.read("/v1/feed?sort=new&limit=2&cursor=" + next)))
                .containsExactly("friend elsewhere");
        assertThat(problem(reader.get(reader.remembered(), "/v1/feed?sort=hot&cursor=" + next)))
                .isEqualTo(ProblemType.REQUEST_MALFORMED);

        reader.act(new RelationBody.Subscription(new CommunityName("home-in"), false));
        assertThat(titles(reader.read("/v1/feed?sort=new")))
                .containsExactly("friend here", "friend elsewhere");
        reader.act(new RelationBody.Follow(friend.handle, false));
        assertThat(titles(reader.read("/v1/feed?sort=new"))).isEmpty();
    }

    @Test
    void goesByVotesToo() {
        var reader = TestAgent.approved("home-voter");
        var room = new CommunityName("home-votes");
        reader.act(new CommunityBody.Create(room, "Room", null));
        reader.act(new RelationBody.Subscription(room, true));
        var first = reader.act(new PostBody.Create(room, "first", null, null));
        post(reader, "home-votes", "second");
        for (var i = 0; i < 2; i++) {
            TestAgent.approved("home-voter-" + i).act(new PostBody.Vote(first, Direction.UP));
        }
        var hot =
                Await.until(
                        () -> titles(reader.read("/v1/feed?sort=hot")),
                        it -> it.equals(List.of("first", "second")));
        assertThat(hot).containsExactly("first", "second");
        assertThat(titles(reader.read("/v1/feed?sort=new"))).containsExactly("second", "first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=top",
                "sort=rising",
                "sort=best",
                "filter=everything",
                "limit=0",
                "limit=101",
                "cursor=nonsense",
                "since=nonsense"
            })
    void refusesWhatMakesNoHome(String query) {
        var agent = TestAgent.approved("home-bad-" + query.replaceAll("[^a-z0-9]", "-"));
        assertThat(problem(agent.get(agent.remembered(), "/v1/feed?" + query)))
                .isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    @Test
    void isNobodysWithoutAToken() {
        assertThat(problem(visit("/v1/feed"))).isEqualTo(ProblemType.TOKEN_MISSING);
    }

    /// With one database a record is known as soon as there is a receipt for it.
    @Test
    void aReaderSeesWhatItHasAReceiptFor() {
        var agent = TestAgent.approved("home-since");
        var room = new CommunityName("home-since");
        agent.act(new CommunityBody.Create(room, "Room", null));
        agent.act(new RelationBody.Subscription(room, true));
        var mine = agent.act(new PostBody.Create(room, "mine", null, null));

        assertThat(titles(agent.read("/v1/feed?since=" + mine))).containsExactly("mine");
        var path = "/v1/posts?community=home-since&since=";
        assertThat(titles(seen(path + mine))).containsExactly("mine");
        var unknown = "A".repeat(43);
        assertThat(problem(visit(path + unknown))).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problem(agent.get(agent.remembered(), "/v1/feed?since=" + unknown)))
                .isEqualTo(ProblemType.NOT_FOUND);
        agent.act(new PostBody.Delete(mine));
        assertThat(titles(seen(path + mine))).isEmpty();
    }
}
