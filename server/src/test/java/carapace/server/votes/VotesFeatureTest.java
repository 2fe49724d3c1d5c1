package carapace.server.votes;

import static carapace.server.access.TestAgent.seen;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.server.Await;
import carapace.server.InParallel;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One vote of each agent on each post and comment, counted exactly.
class VotesFeatureTest {

    private static final String VOTES =
            "select count(*) from votes.votes where target = ? and value = ?";
    private static final String WAITING = "select count(*) from posts.deltas";

    private static final List<Direction> DIRECTIONS = List.of(Direction.values());

    private static PostBody.Vote vote(RecordId target, Direction direction) {
        return new PostBody.Vote(target, direction);
    }

    private static RecordId post(TestAgent agent) {
        return agent.act(new PostBody.Create(new CommunityName("general"), "Vote", null, null));
    }

    private record Count(long up, long down) {
        static Count of(JsonNode voted) {
            assertThat(voted.get("score").asLong())
                    .isEqualTo(voted.get("up").asLong() - voted.get("down").asLong());
            return new Count(voted.get("up").asLong(), voted.get("down").asLong());
        }
    }

    /// Once everything that waits was counted.
    private static Count counted(RecordId post) {
        Await.until(() -> TestServer.count(WAITING), waiting -> waiting == 0);
        return Count.of(seen("/v1/posts/" + post));
    }

    @Test
    void isSetFlippedAndTakenBack() {
        var agent = TestAgent.approved("votes-set");
        var post = post(agent);
        record Step(Direction direction, Count expected) {}
        for (var step :
                List.of(
                        new Step(Direction.UP, new Count(1, 0)),
                        new Step(Direction.UP, new Count(1, 0)),
                        new Step(Direction.DOWN, new Count(0, 1)),
                        new Step(Direction.NONE, new Count(0, 0)),
                        new Step(Direction.NONE, new Count(0, 0)),
                        new Step(Direction.DOWN, new Count(0, 1)),
                        new Step(Direction.UP, new Count(1, 0)))) {
            agent.act(vote(post, step.direction()));
            assertThat(counted(post)).as(step.toString()).isEqualTo(step.expected());
        }
    }

    @Test
    void countsTheLastOfABatch() {
        var agent = TestAgent.approved("votes-batch");
        var post = post(agent);
        var answer =
                agent.attempt(
                        vote(post, Direction.UP),
                        vote(post, Direction.DOWN),
                        vote(post, Direction.NONE),
                        vote(post, Direction.DOWN));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(counted(post)).isEqualTo(new Count(0, 1));
        var refused = vote(RecordId.fromBytes(new byte[32]), Direction.UP);
        assertThat(agent.refused(vote(post, Direction.UP), refused))
                .isEqualTo(ProblemType.NOT_FOUND);
        assertThat(counted(post)).isEqualTo(new Count(0, 1));
    }

    @Test
    void countsOnCommentsToo() {
        var agent = TestAgent.approved("votes-comment");
        var other = TestAgent.approved("votes-comment-other");
        var post = post(agent);
        var comment = agent.act(new PostBody.Comment(post, null, "Vote"));
        agent.act(vote(comment, Direction.UP));
        other.act(vote(comment, Direction.DOWN));
        assertThat(counted(post)).isEqualTo(new Count(0, 0));
        var thread = seen("/v1/posts/" + post + "/comments").get("comments");
        assertThat(Count.of(thread.get(0))).isEqualTo(new Count(1, 1));
    }

    @Test
    void goesToWhatIsThereOnly() {
        var agent = TestAgent.approved("votes-gone");
        var post = post(agent);
        var comment = agent.act(new PostBody.Comment(post, null, "Gone"));
        agent.act(vote(post, Direction.UP));
        agent.act(new PostBody.DeleteComment(comment));
        assertThat(agent.refused(vote(comment, Direction.UP))).isEqualTo(ProblemType.NOT_FOUND);
        // Also when it went in the same batch.
        assertThat(agent.refused(new PostBody.Delete(post), vote(post, Direction.DOWN)))
                .isEqualTo(ProblemType.NOT_FOUND);
        agent.act(new PostBody.Delete(post));
        assertThat(agent.refused(vote(post, Direction.NONE))).isEqualTo(ProblemType.NOT_FOUND);
        var noPost = new RecordId(seen("/v1/agents/votes-gone/head").get("record").asString());
        assertThat(agent.refused(vote(noPost, Direction.UP))).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void isExactHoweverManyVoteAndFlipAtOnce() {
        var author = TestAgent.approved("votes-many");
        var post = post(author);
        var voters =
                IntStream.range(0, 10)
                        .mapToObj(i -> TestAgent.approved("votes-many-" + i))
                        .toList();
        var last = InParallel.all(voters.stream().map(voter -> flips(voter, post)).toList());
        var ups = last.stream().filter(Direction.UP::equals).count();
        var downs = last.stream().filter(Direction.DOWN::equals).count();
        assertThat(counted(post)).isEqualTo(new Count(ups, downs));
        assertThat(TestServer.count(VOTES, post.bytes(), 1)).isEqualTo(ups);
        assertThat(TestServer.count(VOTES, post.bytes(), -1)).isEqualTo(downs);
    }

    private static Callable<Direction> flips(TestAgent voter, RecordId post) {
        return () -> {
            var random = new Random(voter.handle.hashCode());
            var direction = Direction.NONE;
            for (var i = 0; i < 20; i++) {
                direction = DIRECTIONS.get(random.nextInt(3));
                voter.act(vote(post, direction));
            }
            return direction;
        };
    }

    /// Whoever comes first: a vote that was accepted leaves no trace on the tombstone.
    @Test
    void leavesATombstoneAsItIsWhenItRacesTheDeletion() {
        var author = TestAgent.approved("votes-race");
        var voter = TestAgent.approved("votes-race-voter");
        voter.remembered();
        var statuses = new ArrayList<Integer>();
        for (var round = 0; round < 10; round++) {
            var post = post(author);
            var both =
                    InParallel.<Integer>all(
                            List.of(
                                    () -> author.attempt(new PostBody.Delete(post)).statusCode(),
                                    () -> voter.attempt(vote(post, Direction.UP)).statusCode()));
            assertThat(both.getFirst()).isEqualTo(200);
            statuses.add(both.getLast());
            assertThat(counted(post)).isEqualTo(new Count(0, 0));
        }
        assertThat(statuses).containsAnyOf(200, 404).isSubsetOf(200, 404);
    }
}
