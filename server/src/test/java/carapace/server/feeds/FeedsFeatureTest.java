package carapace.server.feeds;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.access.Cursor;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Posts in order, page by page, while the feed moves.
class FeedsFeatureTest {

    private static final String SOME_ID = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static CommunityName community(TestAgent agent, String name) {
        agent.act(new CommunityBody.Create(new CommunityName(name), "Feed", null));
        return new CommunityName(name);
    }

    private static RecordId post(TestAgent agent, CommunityName community, String title) {
        return agent.act(new PostBody.Create(community, title, null, null));
    }

    private static List<String> ids(JsonNode page) {
        return page.get("posts").valueStream().map(post -> post.get("id").asString()).toList();
    }

    private static List<String> titles(JsonNode page) {
        return page.get("posts").valueStream().map(post -> post.get("title").asString()).toList();
    }

    /// Reads from the first page to the last; `between` happens after each page.
    private static List<String> readAll(
            String path, Function<String, JsonNode> read, Runnable between) {
        var ids = new ArrayList<String>();
        @Nullable String next = path;
        for (var page = 0; next != null && page < 200; page++) {
            var answer = read.apply(next);
            ids.addAll(ids(answer));
            between.run();
            var cursor = answer.get("next");
            next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
        }
        return ids;
    }

    @Test
    void goesByTimeOrByVotesAndAge() {
        var agent = TestAgent.approved("feeds-order");
        var room = community(agent, "feeds-order");
        var ids = new ArrayList<RecordId>();
        for (var title : List.of("a", "b", "c")) {
            ids.add(post(agent, room, title));
        }
        var path = "/v1/posts?community=feeds-order&sort=";
        assertThat(titles(seen(path + "new"))).containsExactly("c", "b", "a");
        assertThat(titles(seen(path + "hot"))).containsExactly("c", "b", "a");
        // One vote moves nothing: the logarithm of one is zero.
        for (var i = 0; i < 2; i++) {
            var voter = TestAgent.approved("feeds-order-" + i);
            voter.act(new PostBody.Vote(ids.getFirst(), Direction.UP));
            voter.act(new PostBody.Vote(ids.getLast(), Direction.DOWN));
        }
        var hot =
                Await.until(
                        () -> titles(seen(path + "hot")), it -> it.equals(List.of("a", "b", "c")));
        assertThat(hot).containsExactly("a", "b", "c");
        assertThat(titles(seen(path + "new"))).containsExactly("c", "b", "a");
    }

    @Test
    void showsLinksAndTextsAlike() {
        var agent = TestAgent.approved("feeds-kinds");
        var room = community(agent, "feeds-kinds");
        agent.act(new PostBody.Create(room, "Link", null, "https://example.org/"));
        agent.act(new PostBody.Create(room, "Text", "text", null));
        for (var sort : List.of("new", "hot")) {
            var page = seen("/v1/posts?community=feeds-kinds&sort=" + sort);
            assertThat(titles(page)).containsExactly("Text", "Link");
            assertThat(page.get("posts").get(1).get("text").isNull()).isTrue();
            assertThat(page.get("posts").get(1).get("cut").asBoolean()).isFalse();
        }
    }

    @Test
    void keepsToACommunityOrAnAuthor() {
        var ada = TestAgent.approved("feeds-ada");
        var bob = TestAgent.approved("feeds-bob");
        var room = community(ada, "feeds-room");
        var hers = post(ada, room, "hers");
        var his = post(bob, room, "his");
        post(bob, new CommunityName("general"), "elsewhere");
        assertThat(ids(seen("/v1/posts?community=feeds-room&sort=new")))
                .containsExactly(his.value(), hers.value());
        assertThat(titles(seen("/v1/posts?sort=new&author=feeds-bob")))
                .containsExactly("elsewhere", "his");
        assertThat(ids(seen("/v1/posts?community=feeds-empty-room"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=top&author=feeds-bob",
                "sort=rising&author=feeds-bob",
                "sort=controversial&author=feeds-bob",
                "sort=new&author=feeds-bob&community=general",
                "sort=best",
                "sort=TOP",
                "sort=top-day",
                "sort=top&time=year",
                "sort=top&time=DAY",
                "sort=hot&time=day",
                "sort=rising&time=all",
                "time=day",
                "since=nonsense",
                "sort=",
                "community=Not%20A%20Name",
                "author=Not%20A%20Name&sort=new",
                "limit=0",
                "limit=101",
                "limit=ten"
            })
    void refusesWhatMakesNoFeed(String query) {
        if (query.equals("sort=")) {
            // An empty parameter counts as absent.
            assertThat(visit("/v1/posts?" + query).statusCode()).isEqualTo(200);
        } else {
            assertThat(problem(visit("/v1/posts?" + query)))
                    .isEqualTo(ProblemType.REQUEST_MALFORMED);
        }
    }

    private static String cursor(String... parts) {
        return new Cursor(List.of(parts)).encode();
    }

    static Stream<String> badCursors() {
        var time = "2026-01-01T00:00:00Z";
        return Stream.of(
                "nonsense",
                "%00",
                "a".repeat(401),
                cursor(time),
                cursor(time, SOME_ID),
                cursor("1.5", SOME_ID),
                cursor("", "", ""),
                cursor("new", time, SOME_ID, "more"),
                cursor("best", time, SOME_ID),
                cursor("new", "not a time", SOME_ID),
                cursor("new", time, "not an id"),
                cursor("new", "-1000000000-01-01T00:00:00Z", SOME_ID),
                cursor("new", "+1000000000-12-31T00:00:00Z", SOME_ID),
                cursor("new", "1969-12-31T23:59:59Z", SOME_ID),
                cursor("new", time, "\u0000"),
                cursor("hot", "NaN", SOME_ID),
                cursor("hot", "Infinity", SOME_ID),
                cursor("rising", "-Infinity", SOME_ID),
                cursor("controversial", "1e999", SOME_ID),
                cursor("top-day", "1.5", SOME_ID),
                cursor("top-all", "9223372036854775808", SOME_ID));
    }

    @ParameterizedTest
    @MethodSource("badCursors")
    void refusesACursorThatIsNone(String cursor) {
        for (var list :
                List.of(
                        "/v1/posts?sort=new&cursor=",
                        "/v1/posts?sort=hot&cursor=",
                        "/v1/posts?sort=rising&cursor=",
                        "/v1/posts?sort=controversial&cursor=",
                        "/v1/posts?sort=top&cursor=",
                        "/v1/posts?sort=top&time=all&cursor=",
                        "/v1/posts?sort=new&author=feeds-bob&cursor=")) {
            assertThat(problem(visit(list + cursor)))
                    .as(list)
                    .isEqualTo(ProblemType.REQUEST_MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "%00",
                "MjAyNi0wMS0wMVQwMDowMDowMFo",
                "bmV3CjIwMjYtMDEtMDFUMDA6MDA6MDBaCkFB"
            })
    void otherListsRefuseACursorThatIsNone(String cursor) {
        for (var list : List.of("/v1/agents?cursor=", "/v1/communities?cursor=")) {
            assertThat(problem(visit(list + cursor)))
                    .as(list)
                    .isEqualTo(ProblemType.REQUEST_MALFORMED);
        }
    }

    private static final Map<String, String> CURSORS =
            Map.of(
                    "sort=hot", cursor("hot", "1.5", SOME_ID),
                    "sort=new", cursor("new", "2026-01-01T00:00:00Z", SOME_ID),
                    "sort=rising", cursor("rising", "1.5", SOME_ID),
                    "sort=controversial", cursor("controversial", "1.5", SOME_ID),
                    "sort=top&time=hour", cursor("top-hour", "1", SOME_ID),
                    "sort=top&time=day", cursor("top-day", "1", SOME_ID),
                    "sort=top&time=week", cursor("top-week", "1", SOME_ID),
                    "sort=top&time=month", cursor("top-month", "-1", SOME_ID),
                    "sort=top&time=all", cursor("top-all", "1", SOME_ID));

    @Test
    void aCursorIsGoodForItsOwnSortOnly() {
        CURSORS.forEach((sort, _) ->
                CURSORS.forEach((other, cursor) -> {
                    var answer = visit("/v1/posts?" + sort + "&cursor=" + cursor);
                    if (sort.equals(other)) {
                        assertThat(answer.statusCode()).as(sort).isEqualTo(200);
                    } else {
                        assertThat(problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
                        assertThat(answer.body()).contains("the cursor belongs to the sort");
                    }
                }));
    }

    /// What was there when the reading began is shown once and all of it, whatever comes meanwhile.
    @ParameterizedTest
    @CsvSource({"new, 1", "new, 7", "hot, 1", "hot, 7", "top, 1", "top, 7"})
    void neitherRepeatsNorSkipsWhileOthersPost(String sort, int limit) throws Exception {
        var name = "feeds-%s-%d".formatted(sort, limit);
        var agent = TestAgent.approved(name);
        var room = community(agent, name);
        var here = new ArrayList<String>();
        for (var batch = 0; batch < 4; batch++) {
            // Several of one millisecond, so that ids decide.
            var records =
                    agent.sign(
                            IntStream.range(0, 6)
                                    .mapToObj(i -> new PostBody.Create(room, "p" + i, null, null))
                                    .toList());
            assertThat(agent.post(agent.remembered(), records).statusCode()).isEqualTo(200);
            agent.advance(records.getLast());
            records.forEach(record -> here.add(record.id().value()));
        }
        var reading = new AtomicBoolean(true);
        var other = TestAgent.approved(name + "-other");
        var posting = Thread.ofVirtual().start(() -> postWhile(reading, other, room));
        var path = "/v1/posts?community=%s&sort=%s&limit=%d".formatted(name, sort, limit);
        var read = readAll(path, TestAgent::seen, () -> {});
        reading.set(false);
        posting.join();
        assertThat(read).doesNotHaveDuplicates().containsAll(here);
    }

    private static void postWhile(AtomicBoolean reading, TestAgent agent, CommunityName room) {
        for (var i = 0; reading.get() && i < 300; i++) {
            post(agent, room, "meanwhile " + i);
        }
    }

    @Test
    void repeatsNothingWhileOthersVote() {
        var agent = TestAgent.approved("feeds-votes");
        var room = community(agent, "feeds-votes");
        var here = new ArrayList<RecordId>();
        for (var i = 0; i < 12; i++) {
            here.add(post(agent, room, "p" + i));
        }
        var voted = here.subList(0, 4);
        var votes = voted.iterator();
        var read =
                readAll(
                        "/v1/posts?community=feeds-votes&sort=hot&limit=3",
                        TestAgent::seen,
                        () -> {
                            if (votes.hasNext()) {
                                agent.act(new PostBody.Vote(votes.next(), Direction.UP));
                            }
                        });
        // A post that rises past the reader may be missed; none that kept its place.
        var kept = here.subList(4, 12).stream().map(RecordId::value).toList();
        assertThat(read).doesNotHaveDuplicates().containsAll(kept);
    }

    @Test
    void showsPinnedPostsFirstAndOnce() {
        var agent = TestAgent.approved("feeds-pins");
        var room = community(agent, "feeds-pins");
        var ids = new ArrayList<RecordId>();
        for (var i = 0; i < 10; i++) {
            ids.add(post(agent, room, "p" + i));
        }
        agent.act(new PostBody.Pin(ids.get(0), true));
        agent.act(new PostBody.Pin(ids.get(5), true));
        for (var sort : List.of("new", "hot", "top", "top&time=hour", "top&time=all")) {
            var path = "/v1/posts?community=feeds-pins&limit=4&sort=" + sort;
            var first = seen(path);
            assertThat(titles(first)).startsWith("p5", "p0").hasSize(6);
            assertThat(first.get("posts").get(0).get("pinned").asBoolean()).isTrue();
            assertThat(first.get("posts").get(2).get("pinned").asBoolean()).isFalse();
            assertThat(readAll(path, TestAgent::seen, () -> {}))
                    .doesNotHaveDuplicates()
                    .hasSize(10);
        }
        assertThat(ids(seen("/v1/posts?sort=new&author=feeds-pins"))).hasSize(10);
        assertThat(titles(seen("/v1/posts?sort=rising&community=feeds-pins")))
                .containsExactly("p5", "p0");
    }

    @Test
    void leavesOutWhomTheReaderBlocksEverywhere() {
        var quiet = TestAgent.approved("feeds-quiet");
        var loud = TestAgent.approved("feeds-loud");
        var room = community(quiet, "feeds-quiet");
        var kept = post(quiet, room, "kept");
        var noise = post(loud, room, "noise");
        var pinned = post(loud, room, "pinned noise");
        quiet.act(new PostBody.Pin(pinned, true));
        quiet.act(new RelationBody.Block(loud.handle, true));
        for (var sort : List.of("new", "hot", "top", "top&time=month", "top&time=all")) {
            var path = "/v1/posts?community=feeds-quiet&sort=" + sort;
            assertThat(ids(quiet.read(path))).containsExactly(kept.value());
            assertThat(ids(seen(path)))
                    .startsWith(pinned.value())
                    .containsExactlyInAnyOrder(pinned.value(), noise.value(), kept.value());
            assertThat(ids(loud.read(path))).hasSize(3);
        }
        quiet.act(new RelationBody.Block(loud.handle, false));
        assertThat(ids(quiet.read("/v1/posts?community=feeds-quiet"))).hasSize(3);
    }
}
