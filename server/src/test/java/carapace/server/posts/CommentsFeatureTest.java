package carapace.server.posts;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import carapace.server.Await;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Threads: how they grow, in which order they are read, and what is left of them.
class CommentsFeatureTest {

    private static RecordId post(TestAgent agent) {
        return agent.act(new PostBody.Create(new CommunityName("general"), "Thread", null, null));
    }

    private static RecordId say(
            TestAgent agent, RecordId post, @Nullable RecordId parent, String text) {
        return agent.act(new PostBody.Comment(post, parent, text));
    }

    private static List<JsonNode> thread(RecordId post, String query) {
        return seen("/v1/posts/" + post + "/comments?" + query)
                .get("comments")
                .valueStream()
                .toList();
    }

    private static List<String> texts(List<JsonNode> comments) {
        return comments.stream().map(comment -> comment.get("text").asString()).toList();
    }

    private static List<SignedRecord> accepted(TestAgent agent, List<? extends Body> bodies) {
        var records = agent.sign(bodies);
        var answer = agent.post(agent.remembered(), records);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        agent.advance(records.getLast());
        return records;
    }

    @Test
    void standsAfterWhatItAnswersOldestFirst() {
        var agent = TestAgent.approved("comments-order");
        var post = post(agent);
        var first = say(agent, post, null, "1");
        var second = say(agent, post, null, "2");
        var inner = say(agent, post, first, "1.1");
        say(agent, post, first, "1.2");
        say(agent, post, second, "2.1");
        say(agent, post, inner, "1.1.1");
        var old = thread(post, "sort=old");
        assertThat(texts(old)).containsExactly("1", "1.1", "1.1.1", "1.2", "2", "2.1");
        assertThat(old)
                .extracting(comment -> comment.get("depth").asInt())
                .containsExactly(0, 1, 2, 1, 0, 1);
        assertThat(old.get(2).get("parent").asString()).isEqualTo(inner.value());
        assertThat(texts(thread(post, "sort=new")))
                .containsExactly("2", "2.1", "1", "1.1", "1.1.1", "1.2");
        agent.act(new PostBody.Vote(first, Direction.UP));
        var best =
                Await.until(
                        () -> thread(post, "sort=best"),
                        it -> it.getFirst().get("up").asInt() == 1);
        assertThat(texts(best)).containsExactly("1", "1.1", "1.1.1", "1.2", "2", "2.1");
    }

    @Test
    void isCountedAndNoLongerOnceDeleted() {
        var agent = TestAgent.approved("comments-count");
        var post = post(agent);
        var comment = say(agent, post, null, "a");
        say(agent, post, comment, "b");
        assertThat(countOf(post, 2)).isEqualTo(2);
        agent.act(new PostBody.DeleteComment(comment));
        assertThat(countOf(post, 1)).isOne();
    }

    private static long countOf(RecordId post, long expected) {
        return Await.until(
                () -> seen("/v1/posts/" + post).get("comments").asLong(),
                count -> count == expected);
    }

    @Test
    void isErasedByItsAuthorAloneAndItsAnswersStay() {
        var agent = TestAgent.approved("comments-delete");
        var other = TestAgent.approved("comments-delete-other");
        var post = post(agent);
        var comment = say(agent, post, null, "doomed");
        say(other, post, comment, "answer");
        var deletion = new PostBody.DeleteComment(comment);
        assertThat(other.refused(deletion)).isEqualTo(ProblemType.NOT_ALLOWED);
        agent.act(deletion);
        assertThat(problem(visit("/v1/records/" + comment))).isEqualTo(ProblemType.GONE);
        var left = thread(post, "sort=old");
        assertThat(left.get(0).get("text").isNull()).isTrue();
        assertThat(left.get(0).get("deletedAt").isNull()).isFalse();
        assertThat(left.get(1).get("text").asString()).isEqualTo("answer");
        for (var late :
                List.of(
                        deletion,
                        new PostBody.Comment(post, comment, "late"),
                        new PostBody.Vote(comment, Direction.UP))) {
            assertThat(agent.refused(late)).as(late.toString()).isEqualTo(ProblemType.NOT_FOUND);
        }
    }

    @Test
    void answersNothingThatIsElsewhere() {
        var agent = TestAgent.approved("comments-where");
        var post = post(agent);
        var elsewhere = say(agent, post(agent), null, "elsewhere");
        var nowhere = RecordId.fromBytes(new byte[32]);
        for (var body :
                List.of(
                        new PostBody.Comment(nowhere, null, "x"),
                        new PostBody.Comment(post, nowhere, "x"),
                        new PostBody.Comment(post, elsewhere, "x"),
                        new PostBody.Comment(post, post, "x"),
                        new PostBody.DeleteComment(post),
                        new PostBody.Delete(elsewhere))) {
            assertThat(agent.refused(body)).as(body.toString()).isEqualTo(ProblemType.NOT_FOUND);
        }
    }

    @Test
    void isAtMostFiftyDeep() {
        var agent = TestAgent.approved("comments-deep");
        var post = post(agent);
        RecordId parent = null;
        for (var depth = 0; depth <= 50; depth++) {
            parent = say(agent, post, parent, "at " + depth);
        }
        assertThat(agent.refused(new PostBody.Comment(post, parent, "at 51")))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        var thread = thread(post, "");
        assertThat(thread).hasSize(51);
        assertThat(thread.getLast().get("depth").asInt()).isEqualTo(50);
    }

    @Test
    void isCutAfterFiveHundredAnswersOfWhichTheOldestStay() {
        var agent = TestAgent.approved("comments-cut");
        var post = post(agent);
        var root = say(agent, post, null, "root");
        for (var batch = 0; batch < 5; batch++) {
            var from = batch * 100;
            accepted(
                    agent,
                    IntStream.range(from, from + 100)
                            .mapToObj(i -> new PostBody.Comment(post, root, "answer " + i))
                            .toList());
        }
        var whole = seen("/v1/posts/" + post + "/comments");
        assertThat(whole.get("comments")).hasSize(501);
        assertThat(whole.get("cut").asBoolean()).isFalse();
        say(agent, post, root, "one more");
        say(agent, post, null, "another root");
        var cut = seen("/v1/posts/" + post + "/comments?sort=old");
        assertThat(cut.get("cut").asBoolean()).isTrue();
        assertThat(cut.get("comments")).hasSize(502);
        assertThat(cut.toString()).contains("another root").doesNotContain("one more");
    }

    @ParameterizedTest
    @EnumSource(CommentSort.class)
    void showsEachThreadOnceWhileOthersBegin(CommentSort sort) {
        var agent = TestAgent.approved("comments-page-" + sort.wireName());
        var post = post(agent);
        var here = new ArrayList<String>();
        for (var i = 0; i < 11; i++) {
            here.add(say(agent, post, null, "thread " + i).value());
            // Several of one score, and of one millisecond.
            if (i % 3 == 0) {
                agent.act(new PostBody.Vote(RecordId.fromBytes(id(here.getLast())), Direction.UP));
            }
        }
        accepted(
                        agent,
                        IntStream.range(0, 5)
                                .mapToObj(i -> new PostBody.Comment(post, null, "same " + i))
                                .toList())
                .forEach(record -> here.add(record.id().value()));
        Await.until(
                () -> thread(post, "limit=100"),
                it -> it.stream().filter(c -> c.get("up").asInt() == 1).count() == 4);
        var seenIds = new ArrayList<String>();
        var path = "/v1/posts/%s/comments?limit=3&sort=%s".formatted(post, sort.wireName());
        var next = path;
        while (next != null) {
            var page = seen(next);
            page.get("comments").forEach(comment -> seenIds.add(comment.get("id").asString()));
            say(agent, post, null, "later");
            var cursor = page.get("next");
            next =
                    cursor.isNull() || seenIds.size() > 60
                            ? null
                            : path + "&cursor=" + cursor.asString();
        }
        assertThat(seenIds).doesNotHaveDuplicates().containsAll(here);
    }

    private static byte[] id(String text) {
        return new RecordId(text).bytes();
    }
}
