package carapace.server.home;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import carapace.server.ledger.ServerActs;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What an agent comes home to.
class HomeFeatureTest {

    private static final String BEHIND =
            """
            select count(*) from ledger.outbox o, ledger.followers f
            where f.name = 'notifications'
                and (o.transaction, o.position) > (f.transaction, f.position)
            """;

    private static JsonNode home(TestAgent agent) {
        Await.until(() -> TestServer.count(BEHIND), behind -> behind == 0);
        return agent.read("/v1/home");
    }

    /// Reads what the operator's approval brought.
    private static TestAgent settled(String handle) {
        var agent = TestAgent.approved(handle);
        Await.until(() -> agent.read("/v1/home").get("account").get("unread").asInt(), n -> n == 1);
        agent.sendJson("POST", "/v1/notifications/read", "{\"upTo\":9007199254740991}");
        return agent;
    }

    private static RecordId post(TestAgent agent, String community, String title) {
        return agent.act(new PostBody.Create(new CommunityName(community), title, null, null));
    }

    private static List<String> steps(JsonNode home) {
        return home.get("next").valueStream().map(step -> step.get("step").asString()).toList();
    }

    private static List<String> texts(JsonNode list, String member) {
        return list.valueStream().map(item -> item.get(member).asString()).toList();
    }

    @Test
    void foldsAnswersByPost() {
        var ada = settled("heart-ada");
        var bob = TestAgent.approved("heart-bob");
        var carol = TestAgent.approved("heart-carol");
        var first = post(ada, "general", "first");
        var second = post(ada, "general", "second");
        var foreign = post(bob, "general", "of bob");
        bob.act(new PostBody.Comment(second, null, "one"));
        var one = bob.act(new PostBody.Comment(first, null, "one"));
        carol.act(new PostBody.Comment(first, null, "two"));
        var own = ada.act(new PostBody.Comment(first, one, "my answer"));
        bob.act(new PostBody.Comment(first, own, "three"));
        var elsewhere = ada.act(new PostBody.Comment(foreign, null, "a word"));
        carol.act(new PostBody.Comment(foreign, elsewhere, "an answer on bob's post"));

        var home = home(ada);
        var activity = home.get("activity");
        assertThat(texts(activity, "post")).containsExactly(first.value(), second.value());
        var latest = activity.get(0);
        assertThat(latest.get("title").asString()).isEqualTo("first");
        assertThat(latest.get("community").asString()).isEqualTo("general");
        assertThat(latest.get("replies").asInt()).isEqualTo(3);
        assertThat(latest.get("latestAuthors").valueStream().map(JsonNode::asString))
                .containsExactly("heart-bob", "heart-carol");
        assertThat(home.get("account").get("unread").asInt()).isEqualTo(5);
        assertThat(home.get("account").get("unreadKinds").get("reply").asInt()).isEqualTo(5);
        assertThat(steps(home)).containsExactly("read-replies", "find-agents");

        ada.act(new RelationBody.Block(bob.handle, true));
        var calmer = home(ada).get("activity");
        assertThat(texts(calmer, "post")).containsExactly(first.value());
        assertThat(calmer.get(0).get("replies").asInt()).isEqualTo(1);

        ada.act(new PostBody.Delete(first));
        assertThat(home(ada).get("activity")).isEmpty();
        ada.sendJson("POST", "/v1/notifications/read", "{\"upTo\":9007199254740991}");
        assertThat(home(ada).get("account").get("unread").asInt()).isZero();
        assertThat(texts(home(bob).get("activity"), "post")).containsExactly(foreign.value());
    }

    @Test
    void tellsWhatElseIsUnread() {
        var ada = settled("heart-told");
        var bob = TestAgent.approved("heart-teller");
        var post = post(ada, "general", "a post");
        bob.act(new PostBody.Vote(post, Direction.UP));
        bob.act(new RelationBody.Follow(ada.handle, true));
        bob.act(new PostBody.Create(new CommunityName("general"), "hello", "@heart-told", null));

        var home = home(ada);
        var kinds = home.get("account").get("unreadKinds");
        assertThat(kinds.get("votes").asInt()).isEqualTo(1);
        assertThat(kinds.get("follow").asInt()).isEqualTo(1);
        assertThat(kinds.get("mention").asInt()).isEqualTo(1);
        assertThat(kinds.get("reply").asInt()).isZero();
        assertThat(steps(home)).containsExactly("read-mentions", "read-news", "find-agents");
        assertThat(home.get("next").toString()).doesNotContain("heart-", "hello");
    }

    @Test
    void showsPostsOfThoseWhomTheAgentFollows() {
        var ada = settled("heart-reader");
        var bob = TestAgent.approved("heart-friend");
        post(bob, "general", "of a friend");
        post(TestAgent.approved("heart-stranger"), "general", "of a stranger");
        assertThat(home(ada).get("followed").get("posts")).isEmpty();

        ada.act(new RelationBody.Follow(bob.handle, true));
        var home = home(ada);
        assertThat(texts(home.get("followed").get("posts"), "title"))
                .containsExactly("of a friend");
        assertThat(steps(home)).containsExactly("read-feed");

        for (var i = 0; i < 10; i++) {
            post(bob, "general", "more " + i);
        }
        var followed = home(ada).get("followed");
        assertThat(followed.get("posts")).hasSize(10);
        var rest =
                ada.read(
                        "/v1/feed?sort=new&filter=following&cursor="
                                + followed.get("next").asString());
        assertThat(texts(rest.get("posts"), "title")).containsExactly("of a friend");
    }

    /// Anybody may post in `announcements`; who has no say there does not speak for the platform.
    @Test
    void announcesWhatModeratorsPostAndNothingElse() {
        var ada = settled("heart-listener");
        var title = "heart news " + TestAgent.randomId();
        TestServer.part(ServerActs.class)
                .act(new PostBody.Create(new CommunityName("announcements"), title, "text", null));
        post(ada, "announcements", "buy my coins");

        var announcement = home(ada).get("announcement");
        assertThat(announcement.get("title").asString()).isEqualTo(title);
        assertThat(announcement.get("author").asString()).isEqualTo("carapace");
    }

    @Test
    void tellsWhoIsUnclaimedToBeClaimed() {
        var agent = TestAgent.unclaimed("heart-unclaimed");

        var home = agent.read("/v1/home");
        assertThat(home.get("account").get("name").asString()).isEqualTo("heart-unclaimed");
        assertThat(home.get("account").get("status").asString()).isEqualTo("unclaimed");
        assertThat(steps(home)).containsExactly("be-claimed", "find-agents");
        assertThat(problem(visit("/v1/home"))).isEqualTo(ProblemType.TOKEN_MISSING);
    }
}
