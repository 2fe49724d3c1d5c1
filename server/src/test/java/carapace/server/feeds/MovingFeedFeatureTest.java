package carapace.server.feeds;

import static carapace.server.access.TestAgent.seen;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.server.Await;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is promised to who reads page by page while others post and vote: see `docs/ranking.md`.
class MovingFeedFeatureTest {

    private static final int POSTS = 12;

    private static void send(TestAgent agent, List<? extends Body> bodies) {
        var answer = agent.attempt(bodies.toArray(Body[]::new));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static List<Body> votes(List<RecordId> posts, Direction direction) {
        return posts.stream().<Body>map(post -> new PostBody.Vote(post, direction)).toList();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("posts").valueStream().map(post -> post.get("id").asString()).toList();
    }

    private static long up(String path, RecordId post) {
        return seen(path)
                .get("posts")
                .valueStream()
                .filter(it -> it.get("id").asString().equals(post.value()))
                .mapToLong(it -> it.get("up").asLong())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hot",
                "new",
                "rising",
                "controversial",
                "top&time=hour",
                "top&time=day",
                "top&time=week",
                "top&time=month",
                "top&time=all"
            })
    void aPostWhoseRankStaysIsNeitherSkippedNorRepeated(String sort) {
        var name = "moving-" + sort.replaceAll("[^a-z]+", "-");
        var agent = TestAgent.approved(name);
        var room = new CommunityName(name);
        agent.act(new CommunityBody.Create(room, "Moving", null));
        var here = new ArrayList<RecordId>();
        for (var i = 0; i < POSTS; i++) {
            here.add(agent.act(new PostBody.Create(room, "p" + i, null, null)));
        }
        // Two for and one against, so that every order has all of them.
        var voters = List.of(TestAgent.approved(name + "-a"), TestAgent.approved(name + "-b"));
        voters.forEach(voter -> send(voter, votes(here, Direction.UP)));
        send(agent, votes(here, Direction.DOWN));
        var path = "/v1/posts?community=%s&sort=%s".formatted(name, sort);
        var before =
                Await.until(
                        () -> seen(path),
                        page ->
                                page.get("posts")
                                                .valueStream()
                                                .filter(post -> post.get("up").asLong() == 2)
                                                .filter(post -> post.get("down").asLong() == 1)
                                                .count()
                                        == POSTS);
        var order = ids(before);
        var other = TestAgent.approved(name + "-c");

        var read = new ArrayList<String>();
        var moved = new ArrayList<String>();
        var next = "";
        do {
            var page = seen(path + "&limit=3&cursor=" + next);
            read.addAll(ids(page));
            next = page.get("next").isNull() ? "" : page.get("next").asString();
            // One that was read falls, one that was not rises, and another post comes.
            if (moved.size() < 4) {
                var fallen = new RecordId(order.get(moved.size() / 2));
                var risen = new RecordId(order.get(POSTS - 1 - moved.size() / 2));
                moved.addAll(List.of(fallen.value(), risen.value()));
                other.act(new PostBody.Create(room, "meanwhile", null, null));
                other.act(new PostBody.Vote(fallen, Direction.DOWN));
                other.act(new PostBody.Vote(risen, Direction.UP));
                Await.until(() -> up(path, risen), count -> count == 3);
            }
        } while (!next.isEmpty() && read.size() < 100);

        assertThat(moved).hasSize(4);
        var kept = order.stream().filter(post -> !moved.contains(post)).toList();
        assertThat(read.stream().filter(kept::contains)).containsExactlyElementsOf(kept);
        assertThat(read.stream().filter(post -> !moved.contains(post))).doesNotHaveDuplicates();
    }
}
