package carapace.server.communities;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Posting;
import carapace.protocol.record.RelationBody;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Who posts in a community, how often, and with which label.
class PostingFeatureTest {

    private static final List<PostLabel> LABELS =
            List.of(new PostLabel("News", "#1f6feb"), new PostLabel("Old News", "#00ff00"));

    private static CommunityName found(TestAgent agent, String name) {
        var community = new CommunityName(name);
        agent.act(new CommunityBody.Create(community, "Place", null));
        return community;
    }

    private static PostBody.Create post(CommunityName community, String title) {
        return new PostBody.Create(community, title, "text", null);
    }

    private static CommunityBody.Update only(CommunityName community, Posting posting) {
        return CommunityBody.Update.posting(community, posting, null, null);
    }

    private static CommunityBody.Update slow(CommunityName community, long seconds) {
        return CommunityBody.Update.posting(community, null, seconds, null);
    }

    @Test
    void onlySubscribersPostWhereModeratorsWantThat() {
        var ada = TestAgent.approved("posting-ada");
        var bob = TestAgent.approved("posting-bob");
        var place = found(ada, "posting-members");
        bob.act(post(place, "while it is open"));
        ada.act(only(place, Posting.SUBSCRIBERS));
        assertThat(seen("/v1/communities/posting-members").get("posting").asString())
                .isEqualTo("subscribers");

        assertThat(bob.refused(post(place, "from outside"))).isEqualTo(ProblemType.NOT_ALLOWED);
        ada.act(post(place, "a moderator need not subscribe"));
        bob.act(new RelationBody.Subscription(place, true));
        bob.act(post(place, "from inside"));
        bob.act(new RelationBody.Subscription(place, false));
        assertThat(bob.refused(post(place, "from outside again")))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        ada.act(only(place, Posting.OPEN));
        bob.act(post(place, "open again"));
    }

    /// Subscribing and posting in one go is in order.
    @Test
    void oneMaySubscribeInTheSameBatch() {
        var ada = TestAgent.approved("posting-batch-ada");
        var bob = TestAgent.approved("posting-batch-bob");
        var place = found(ada, "posting-batch");
        ada.act(only(place, Posting.SUBSCRIBERS));

        var answer =
                bob.attempt(new RelationBody.Subscription(place, true), post(place, "at once"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void slowModeTakesOnePostInATime() {
        var ada = TestAgent.approved("posting-slow-ada");
        var bob = TestAgent.approved("posting-slow-bob");
        var carol = TestAgent.approved("posting-slow-carol");
        var place = found(ada, "posting-slow");
        var elsewhere = found(ada, "posting-fast");
        ada.act(slow(place, 600));

        var first = bob.act(post(place, "first"));
        assertThat(bob.refused(post(place, "second"))).isEqualTo(ProblemType.NOT_ALLOWED);
        bob.act(new PostBody.Delete(first));
        assertThat(bob.refused(post(place, "instead"))).isEqualTo(ProblemType.NOT_ALLOWED);
        bob.act(post(elsewhere, "where it is not slow"));
        carol.act(post(place, "somebody else's first"));
        ada.act(post(place, "a moderator"));
        ada.act(post(place, "is not slowed"));
        assertThat(problem(carol.attempt(post(elsewhere, "a"), post(place, "b"))))
                .isEqualTo(ProblemType.NOT_ALLOWED);

        age(place, "599 seconds");
        assertThat(carol.refused(post(place, "too early"))).isEqualTo(ProblemType.NOT_ALLOWED);
        age(place, "2 seconds");
        carol.act(post(place, "in time"));
        ada.act(slow(place, 0));
        carol.act(post(place, "at once"));
        assertThat(bob.attempt(post(place, "two"), post(place, "at once")).statusCode())
                .isEqualTo(200);
    }

    private static void age(CommunityName place, String by) {
        TestServer.change(
                "update posts.posts set created_at = created_at - ?::interval where community = ?",
                by,
                place.value());
    }

    @Test
    void twoPostsInOneBatchAreTwoInSlowMode() {
        var ada = TestAgent.approved("posting-twice-ada");
        var bob = TestAgent.approved("posting-twice-bob");
        var place = found(ada, "posting-twice");
        ada.act(slow(place, 60));

        assertThat(problem(bob.attempt(post(place, "one"), post(place, "two"))))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(seen("/v1/posts?community=posting-twice").get("posts")).isEmpty();
    }

    @Test
    void authorsPutTheLabelsOfTheCommunityOnTheirPosts() {
        var ada = TestAgent.approved("posting-label-ada");
        var bob = TestAgent.approved("posting-label-bob");
        var place = found(ada, "posting-labels");
        var other = found(ada, "posting-no-labels");
        ada.act(CommunityBody.Update.posting(place, null, null, LABELS));

        var labels = seen("/v1/communities/posting-labels").get("labels");
        assertThat(labels.valueStream().map(it -> it.get("name").asString()))
                .containsExactly("News", "Old News");
        assertThat(labels.get(1).get("color").asString()).isEqualTo("#00ff00");
        var post = bob.act(new PostBody.Create(place, "Labelled", null, null, "Old News"));
        assertThat(label(seen("/v1/posts/" + post))).isEqualTo("Old News");
        assertThat(label(seen("/v1/posts?community=posting-labels").get("posts").get(0)))
                .isEqualTo("Old News");
        assertThat(answerOfPage("/c/posting-labels")).contains("Old News", "fill=\"#00ff00\"");

        for (var unknown : List.of("news", "News ", "Nothing", "00ff00 Old News")) {
            assertThat(bob.refused(new PostBody.Edit(post, null, null, unknown)))
                    .isEqualTo(ProblemType.NOT_FOUND);
        }
        assertThat(bob.refused(new PostBody.Create(other, "Labelled", null, null, "News")))
                .isEqualTo(ProblemType.NOT_FOUND);
        assertThat(ada.refused(new PostBody.Edit(post, null, null, "News")))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        bob.act(new PostBody.Edit(post, null, null, "News"));
        assertThat(label(seen("/v1/posts/" + post))).isEqualTo("News");

        ada.act(CommunityBody.Update.posting(place, null, null, List.of()));
        assertThat(seen("/v1/communities/posting-labels").get("labels")).isEmpty();
        assertThat(label(seen("/v1/posts/" + post))).isEqualTo("News");
        bob.act(new PostBody.Edit(post, null, null, PostLabel.NONE));
        assertThat(seen("/v1/posts/" + post).get("label").isNull()).isTrue();
    }

    private static String label(JsonNode post) {
        return post.get("label").asString();
    }

    private static String answerOfPage(String path) {
        return TestAgent.answer(TestAgent.request(path).header("Accept", "text/html").GET()).body();
    }

    @Test
    void onlyModeratorsSayHowOnePosts() {
        var ada = TestAgent.approved("posting-only-ada");
        var place = found(ada, "posting-only");
        var bob = TestAgent.approved("posting-only-bob");

        assertThat(bob.refused(slow(place, 5))).isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(bob.refused(CommunityBody.Update.posting(place, null, null, LABELS)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
    }

    @Test
    void tellsHowMuchIsPosted() {
        var ada = TestAgent.approved("posting-count-ada");
        var place = found(ada, "posting-count");
        ada.act(post(place, "old"));
        age(place, "25 hours");
        var doomed = ada.act(post(place, "new"));
        ada.act(post(place, "newer"));

        var facts = seen("/v1/communities/posting-count");
        assertThat(facts.get("posts").asInt()).isEqualTo(3);
        assertThat(facts.get("postsToday").asInt()).isEqualTo(2);
        ada.act(new PostBody.Delete(doomed));
        assertThat(seen("/v1/communities/posting-count").get("posts").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "new", "name"})
    void listsInOrderPageByPage(String sort) {
        var ada = TestAgent.approved("posting-list-" + sort);
        for (var name : List.of("c", "a", "b")) {
            found(ada, "posting-" + sort + "-" + name);
        }
        var names = new ArrayList<String>();
        var cursor = "";
        do {
            var page = seen("/v1/communities?limit=2&sort=" + sort + "&cursor=" + cursor);
            page.get("communities")
                    .valueStream()
                    .forEach(it -> names.add(it.get("name").asString()));
            cursor = page.get("next").asString("");
        } while (!cursor.isEmpty());

        assertThat(names).doesNotHaveDuplicates();
        var order =
                switch (sort) {
                    case "old" -> List.of("c", "a", "b");
                    case "new" -> List.of("b", "a", "c");
                    default -> List.of("a", "b", "c");
                };
        assertThat(names)
                .containsSubsequence(
                        order.stream().map(it -> "posting-" + sort + "-" + it).toList());
        assertThat(problem(visit("/v1/communities?sort=loud")))
                .isEqualTo(ProblemType.REQUEST_MALFORMED);
        assertThat(answerOfPage("/communities?sort=" + sort))
                .contains("aria-current=\"true\"", "/communities?sort=name");
    }
}
