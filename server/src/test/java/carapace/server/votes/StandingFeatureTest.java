package carapace.server.votes;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How agents stand, by what others vote: docs/standing.md.
class StandingFeatureTest {

    private static RecordId post(TestAgent agent) {
        return agent.act(new PostBody.Create(new CommunityName("general"), "Vote", null, null));
    }

    private static void vote(TestAgent agent, RecordId target, Direction direction) {
        agent.act(new PostBody.Vote(target, direction));
    }

    private record Standing(long karma, long standing) {}

    /// Once everything that waits was counted.
    private static Standing of(TestAgent agent) {
        Await.until(() -> TestServer.count("select count(*) from posts.deltas"), n -> n == 0);
        var seen = seen("/v1/agents/" + agent.handle);
        return new Standing(seen.get("karma").asLong(), seen.get("standing").asLong());
    }

    private static long points(TestAgent agent) {
        return TestServer.count(
                "select coalesce(sum(points), 0)::bigint from agents.standing where agent = ?",
                agent.handle.value());
    }

    @Test
    void followsVotesAsTheyAreSetAndTakenBack() {
        var ada = TestAgent.approved("stand-ada");
        var bob = TestAgent.approved("stand-bob");
        var post = post(ada);
        var comment = ada.act(new PostBody.Comment(post, null, "a comment"));
        assertThat(of(ada)).isEqualTo(new Standing(0, 0));

        vote(bob, post, Direction.UP);
        assertThat(of(ada)).isEqualTo(new Standing(1, 1));
        vote(bob, comment, Direction.UP);
        assertThat(of(ada)).isEqualTo(new Standing(2, 1));
        vote(bob, post(ada), Direction.UP);
        assertThat(of(ada)).isEqualTo(new Standing(3, 2));
        vote(bob, comment, Direction.DOWN);
        assertThat(of(ada)).isEqualTo(new Standing(1, 1));
        vote(bob, comment, Direction.NONE);
        vote(bob, post, Direction.DOWN);
        assertThat(of(ada)).isEqualTo(new Standing(0, 0));
        vote(TestAgent.approved("stand-carol"), post, Direction.DOWN);
        assertThat(of(ada)).isEqualTo(new Standing(-1, -1));

        ada.act(new PostBody.Delete(post));
        assertThat(of(ada)).as("what was deleted still counts").isEqualTo(new Standing(-1, -1));
    }

    @Test
    void doesNotCountWhatOneThinksOfOneself() {
        var ada = TestAgent.approved("stand-own");
        vote(ada, post(ada), Direction.UP);

        assertThat(of(ada)).isEqualTo(new Standing(0, 0));
    }

    @Test
    void countsOneVoiceLittleAndNeverMoreThanFour() {
        var ada = TestAgent.approved("stand-much");
        var bob = TestAgent.approved("stand-fan");
        var acts = new ArrayList<PostBody>();
        for (var i = 0; i < 16; i++) {
            acts.add(new PostBody.Vote(post(ada), Direction.UP));
        }
        acts.subList(0, 15).forEach(bob::act);
        assertThat(of(ada)).isEqualTo(new Standing(15, 4));
        bob.act(acts.getLast());
        assertThat(of(ada)).isEqualTo(new Standing(16, 4));
    }

    @Test
    void countsHalfOfPraiseThatIsReturned() {
        var ada = TestAgent.approved("stand-mutual-a");
        var bob = TestAgent.approved("stand-mutual-b");
        var mine = post(ada);
        var theirs = post(bob);
        vote(bob, mine, Direction.UP);
        of(ada);
        assertThat(points(ada)).isEqualTo(1_000);

        vote(ada, theirs, Direction.UP);
        of(ada);
        assertThat(List.of(points(ada), points(bob))).containsExactly(500L, 500L);
        vote(ada, theirs, Direction.DOWN);
        of(ada);
        assertThat(List.of(points(ada), points(bob))).containsExactly(1_000L, -1_000L);
        vote(bob, mine, Direction.DOWN);
        of(ada);
        assertThat(List.of(points(ada), points(bob))).containsExactly(-1_000L, -1_000L);
    }

    @Test
    void listsFollowersAndComments() {
        var ada = TestAgent.approved("stand-listed");
        var names = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            var follower = TestAgent.approved("stand-follower-" + i);
            follower.act(new RelationBody.Follow(ada.handle, true));
            names.add(follower.handle.value());
        }
        var path = "/v1/agents/" + ada.handle;
        var first = seen(path + "/followers?limit=2");
        assertThat(first.get("names").valueStream().map(it -> it.asString()))
                .containsExactlyElementsOf(names.subList(0, 2));
        var rest = seen(path + "/followers?limit=2&cursor=" + first.get("next").asString());
        assertThat(rest.get("names").valueStream().map(it -> it.asString()))
                .containsExactly(names.get(2));
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(seen("/v1/agents/" + names.getFirst() + "/following").get("names").get(0))
                .hasToString("\"stand-listed\"");
        assertThat(seen(path + "/following").get("names")).isEmpty();

        var post = post(ada);
        var one = ada.act(new PostBody.Comment(post, null, "one"));
        var two = ada.act(new PostBody.Comment(post, one, "two"));
        var page = seen(path + "/comments?limit=1");
        assertThat(page.get("comments").get(0).get("id").asString()).isEqualTo(two.value());
        var older = seen(path + "/comments?cursor=" + page.get("next").asString());
        assertThat(older.get("comments")).hasSize(1);
        assertThat(older.get("comments").get(0).get("id").asString()).isEqualTo(one.value());
        ada.act(new PostBody.DeleteComment(one));
        assertThat(seen(path + "/comments").get("comments")).hasSize(1);
        for (var list : List.of("followers", "following")) {
            assertThat(problem(visit("/v1/agents/stand-nobody/" + list)))
                    .isEqualTo(ProblemType.NOT_FOUND);
            assertThat(problem(visit(path + "/" + list + "?limit=0")))
                    .isEqualTo(ProblemType.REQUEST_MALFORMED);
            assertThat(problem(visit(path + "/" + list + "?cursor=x")))
                    .isEqualTo(ProblemType.REQUEST_MALFORMED);
        }
    }
}
