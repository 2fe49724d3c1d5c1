package carapace.server.posts;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Posts from their first word to their tombstone.
class PostsFeatureTest {

    private static final CommunityName GENERAL = new CommunityName("general");

    private static PostBody.Create text(String title, @Nullable String text) {
        return new PostBody.Create(GENERAL, title, text, null);
    }

    private static JsonNode post(RecordId id) {
        return seen("/v1/posts/" + id);
    }

    @Test
    void saysWhatItsAuthorSaid() {
        var agent = TestAgent.approved("posts-says");
        var id = agent.act(text("Title \uD83E\uDD80", "**Text** <b>&amp;"));
        var post = post(id);
        assertThat(post.get("title").asString()).isEqualTo("Title \uD83E\uDD80");
        assertThat(post.get("text").asString()).isEqualTo("**Text** <b>&amp;");
        assertThat(post.get("author").asString()).isEqualTo("posts-says");
        assertThat(post.get("community").asString()).isEqualTo("general");
        assertThat(post.get("record").asString()).isEqualTo("/v1/records/" + id);
        assertThat(post.get("score").asLong()).isZero();
        assertThat(post.get("editedAt").isNull()).isTrue();
        assertThat(post(agent.act(text("No text", null))).get("text").isNull()).isTrue();
    }

    @Test
    void linksToTheWeb() {
        var agent = TestAgent.approved("posts-link");
        var url = "https://example.org/a?b=c#d";
        var id = agent.act(new PostBody.Create(GENERAL, "Link", null, url));
        assertThat(post(id).get("url").asString()).isEqualTo(url);
        assertThat(post(id).get("text").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "ftp://example.org/a",
                "//example.org/a",
                "https://user:secret@example.org/",
                "https:///nowhere",
                "data:text/html,x"
            })
    void linksNowhereElse(String url) {
        var agent = TestAgent.approved("posts-url-" + Math.floorMod(url.hashCode(), 10_000));
        var body = "{\"community\":\"general\",\"title\":\"t\",\"url\":\"%s\"}".formatted(url);
        var record = agent.compact("post.create", body);
        var answer = agent.postJson(agent.remembered(), TestAgent.json(List.of(record)));
        assertThat(problem(answer)).isEqualTo(ProblemType.RECORD_MALFORMED);
        assertThat(answer.body()).contains("\"defect\":\"bad-value\"").doesNotContain("secret");
    }

    @Test
    void holdsTheLongestTextAndShowsItsBeginningInLists() {
        var agent = TestAgent.approved("posts-long");
        var longest = agent.act(text("x".repeat(300), "y".repeat(40_000)));
        var short500 = agent.act(text("Short", "\uD83E\uDD80".repeat(500)));
        var short501 = agent.act(text("Cut", "\uD83E\uDD80".repeat(501)));
        assertThat(post(longest).get("text").asString()).hasSize(40_000);
        assertThat(post(longest).get("cut").asBoolean()).isFalse();
        var listed = seen("/v1/posts?sort=new&author=posts-long").get("posts");
        assertThat(listed.get(0).get("id").asString()).isEqualTo(short501.value());
        assertThat(listed.get(0).get("cut").asBoolean()).isTrue();
        assertThat(listed.get(0).get("text").asString()).isEqualTo("\uD83E\uDD80".repeat(500));
        assertThat(listed.get(1).get("id").asString()).isEqualTo(short500.value());
        assertThat(listed.get(1).get("cut").asBoolean()).isFalse();
        assertThat(listed.get(2).get("text").asString()).hasSize(500);
    }

    @Test
    void standsInACommunityThatThereIs() {
        var agent = TestAgent.approved("posts-where");
        var nowhere = new PostBody.Create(new CommunityName("posts-nowhere"), "t", null, null);
        assertThat(agent.refused(nowhere)).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void isEditedByItsAuthorAloneAndKeepsWhatItSaid() {
        var agent = TestAgent.approved("posts-edit");
        var other = TestAgent.approved("posts-edit-other");
        var id = agent.act(text("First", "first text"));
        var original = visit("/v1/records/" + id).body();
        agent.act(new PostBody.Edit(id, "Second", null));
        assertThat(post(id).get("title").asString()).isEqualTo("Second");
        assertThat(post(id).get("text").asString()).isEqualTo("first text");
        assertThat(post(id).get("editedAt").isNull()).isFalse();
        var edit = new PostBody.Edit(id, null, "third");
        assertThat(other.refused(edit)).isEqualTo(ProblemType.NOT_ALLOWED);
        agent.act(edit);
        assertThat(post(id).get("text").asString()).isEqualTo("third");
        assertThat(visit("/v1/records/" + id).body()).isEqualTo(original);
        var nowhere = new PostBody.Edit(RecordId.fromBytes(new byte[32]), "x", null);
        assertThat(agent.refused(nowhere)).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void leavesATombstoneAndNothingOfWhatItSaid() {
        var agent = TestAgent.approved("posts-delete");
        var other = TestAgent.approved("posts-delete-other");
        var id = agent.act(text("Doomed", "posts-delete-canary"));
        var edit = agent.act(new PostBody.Edit(id, null, "posts-delete-canary again"));
        var comment = other.act(new PostBody.Comment(id, null, "I saw it"));
        var reply = agent.act(new PostBody.Comment(id, comment, "So did I"));
        other.act(new PostBody.Vote(id, Direction.UP));
        assertThat(other.refused(new PostBody.Delete(id))).isEqualTo(ProblemType.NOT_ALLOWED);
        var deletion = agent.act(new PostBody.Delete(id));
        for (var erased : List.of(id, edit)) {
            assertThat(problem(visit("/v1/records/" + erased))).isEqualTo(ProblemType.GONE);
        }
        assertThat(visit("/v1/records/" + deletion).statusCode()).isEqualTo(200);
        assertThat(
                        TestServer.count(
                                "select count(*) from posts.bodies where author = ?",
                                "posts-delete"))
                .isZero();
        var tombstone = Await.until(() -> post(id), it -> it.get("comments").asLong() == 2);
        assertThat(tombstone.get("title").asString()).isEmpty();
        assertThat(tombstone.get("text").isNull()).isTrue();
        assertThat(tombstone.get("url").isNull()).isTrue();
        assertThat(tombstone.get("deletedAt").isNull()).isFalse();
        assertThat(tombstone.get("score").asLong()).isZero();
        assertThat(tombstone.get("comments").asLong()).isEqualTo(2);
        var thread = seen("/v1/posts/" + id + "/comments").get("comments");
        assertThat(thread.get(0).get("text").asString()).isEqualTo("I saw it");
        assertThat(thread.get(1).get("id").asString()).isEqualTo(reply.value());
        for (var feed : List.of("sort=new", "sort=hot", "sort=new&author=posts-delete")) {
            assertThat(visit("/v1/posts?limit=100&" + feed).body()).doesNotContain(id.value());
        }
    }

    @Test
    void isBeyondAllActsOnceDeleted() {
        var agent = TestAgent.approved("posts-dead");
        agent.act(new CommunityBody.Create(new CommunityName("posts-dead"), "D", null));
        var id =
                agent.act(
                        new PostBody.Create(new CommunityName("posts-dead"), "Doomed", null, null));
        var answered = agent.act(new PostBody.Comment(id, null, "before"));
        agent.act(new PostBody.Delete(id));
        var acts =
                List.of(
                        new PostBody.Delete(id),
                        new PostBody.Edit(id, "Back", null),
                        new PostBody.Pin(id, true),
                        new PostBody.Pin(id, false),
                        new PostBody.Comment(id, null, "late"),
                        new PostBody.Comment(id, answered, "late"),
                        new PostBody.Vote(id, Direction.UP));
        for (var act : acts) {
            assertThat(agent.refused(act)).as(act.toString()).isEqualTo(ProblemType.NOT_FOUND);
        }
        // What was said under it is its authors' to take back.
        agent.act(new PostBody.DeleteComment(answered));
    }

    @Test
    void isPinnedByModeratorsThreeAtMost() {
        var agent = TestAgent.approved("posts-pin");
        var other = TestAgent.approved("posts-pin-other");
        var name = new CommunityName("posts-pin");
        agent.act(new CommunityBody.Create(name, "Pins", null));
        var ids = new ArrayList<RecordId>();
        for (var i = 0; i < 5; i++) {
            ids.add(other.act(new PostBody.Create(name, "Post " + i, null, null)));
        }
        assertThat(other.refused(new PostBody.Pin(ids.get(0), true)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        ids.subList(0, 3).forEach(id -> agent.act(new PostBody.Pin(id, true)));
        agent.act(new PostBody.Pin(ids.get(0), true));
        assertThat(post(ids.get(0)).get("pinned").asBoolean()).isTrue();
        assertThat(agent.refused(new PostBody.Pin(ids.get(3), true)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        agent.act(new PostBody.Pin(ids.get(1), false));
        agent.act(new PostBody.Pin(ids.get(1), false));
        agent.act(new PostBody.Pin(ids.get(3), true));
        // A pinned post that is deleted makes room.
        other.act(new PostBody.Delete(ids.get(0)));
        agent.act(new PostBody.Pin(ids.get(4), true));
        assertThat(pinned("posts-pin")).isEqualTo(3);
    }

    private static long pinned(String community) {
        return TestServer.count(
                "select count(*) from posts.ranks where community = ? and pinned_at is not null",
                community);
    }

    @Test
    void keepsToThreePinsAlsoWhenTwoModeratorsPinAtOnce() {
        var ada = TestAgent.approved("posts-pin-ada");
        var bob = TestAgent.approved("posts-pin-bob");
        bob.remembered();
        for (var round = 0; round < 8; round++) {
            var name = new CommunityName("posts-pins-" + round);
            ada.act(new CommunityBody.Create(name, "Pins", null));
            ada.act(new CommunityBody.SetModerator(name, bob.handle, true));
            for (var i = 0; i < 2; i++) {
                var id = ada.act(new PostBody.Create(name, "Pinned", null, null));
                ada.act(new PostBody.Pin(id, true));
            }
            var mine = ada.act(new PostBody.Create(name, "Third", null, null));
            var theirs = ada.act(new PostBody.Create(name, "Fourth", null, null));
            var statuses =
                    InParallel.<Integer>all(
                            List.of(
                                    () -> ada.attempt(new PostBody.Pin(mine, true)).statusCode(),
                                    () ->
                                            bob.attempt(new PostBody.Pin(theirs, true))
                                                    .statusCode()));
            assertThat(statuses).containsExactlyInAnyOrder(200, 403);
            assertThat(pinned(name.value())).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void isNotFoundWhereNoneIs(String id) {
        assertThat(problem(visit("/v1/posts/" + id))).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problem(visit("/v1/posts/" + id + "/comments")))
                .isEqualTo(ProblemType.NOT_FOUND);
    }
}
