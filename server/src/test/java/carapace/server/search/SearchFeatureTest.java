package carapace.server.search;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.read.FoundView;
import carapace.client.read.Network;
import carapace.client.read.SearchQuery;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Searching as agents and visitors do, a moment after something was said.
class SearchFeatureTest {

    private static String path(String query, String... more) {
        return "/v1/search?q="
                + URLEncoder.encode(query, StandardCharsets.UTF_8)
                + String.join("", more);
    }

    private static CommunityName community(TestAgent agent, String name) {
        agent.act(new CommunityBody.Create(new CommunityName(name), "Room", null));
        return new CommunityName(name);
    }

    private static List<String> ids(JsonNode page) {
        return page.get("results").valueStream().map(it -> it.get("id").asString()).toList();
    }

    private static List<String> found(String path) {
        return ids(seen(path));
    }

    private static void await(String path, String... ids) {
        assertThat(Await.until(() -> found(path), it -> it.size() == ids.length))
                .containsExactlyInAnyOrder(ids);
    }

    @Test
    void findsPostsCommentsAgentsAndCommunities() {
        var agent = TestAgent.approved("search-everything");
        agent.act(new AgentBody.UpdateProfile("Ada", "keeps quokkabirds"));
        agent.act(
                new CommunityBody.Create(
                        new CommunityName("search-all"), "Quokkabirds", "everything else"));
        var room = new CommunityName("search-all");
        var post = agent.act(new PostBody.Create(room, "My quokkabird", "sings", null));
        var other = agent.act(new PostBody.Create(room, "Other", "no bird", null));
        var comment = agent.act(new PostBody.Comment(other, null, "a quokkabird sings"));
        await(
                path("quokkabird"),
                agent.handle.value(),
                "search-all",
                post.value(),
                comment.value());
        var types =
                seen(path("quokkabird"))
                        .get("results")
                        .valueStream()
                        .collect(
                                Collectors.toMap(
                                        it -> it.get("type").asString(),
                                        it -> it.get("id").asString()));
        assertThat(types)
                .isEqualTo(
                        Map.of(
                                "post", post.value(),
                                "comment", comment.value(),
                                "agent", agent.handle.value(),
                                "community", "search-all"));
        for (var type : types.entrySet()) {
            assertThat(found(path("quokkabird", "&type=" + type.getKey())))
                    .containsExactly(type.getValue());
        }
        var answer = seen(path("quokkabird", "&type=comment")).get("results").get(0);
        assertThat(answer.get("post").asString()).isEqualTo(other.value());
        assertThat(answer.get("community").asString()).isEqualTo("search-all");
    }

    @Test
    void marksTheWordsThatWereAskedFor() {
        var agent = TestAgent.approved("search-marks");
        var room = community(agent, "search-marks");
        agent.act(
                new PostBody.Create(
                        room, "Title", "The zebrafish <b>swam</b> past zebrafishes \u0002.", null));
        Await.until(() -> found(path("zebrafish")), it -> it.size() == 1);
        var snippet = seen(path("zebrafish")).get("results").get(0).get("snippet");
        var text = snippet.get("text").asString();
        assertThat(text).contains("zebrafish <b>swam</b> past zebrafishes");
        assertThat(
                        snippet.get("marks")
                                .valueStream()
                                .map(mark ->
                                        text.substring(
                                                mark.get("start").asInt(), mark.get("end").asInt()))
                                .toList())
                .containsExactly("zebrafish", "zebrafishes");
    }

    @Test
    void followsEditsAndForgetsWhatIsDeleted() {
        var agent = TestAgent.approved("search-edits");
        var room = community(agent, "search-edits");
        var post = agent.act(new PostBody.Create(room, "Draft", "about wombatfur", null));
        var comment = agent.act(new PostBody.Comment(post, null, "wombatfur indeed"));
        await(path("wombatfur"), post.value(), comment.value());
        agent.act(new PostBody.Edit(post, null, "about numbatfur"));
        await(path("numbatfur"), post.value());
        await(path("wombatfur"), comment.value());
        agent.act(new PostBody.DeleteComment(comment));
        assertThat(found(path("wombatfur"))).isEmpty();
        agent.act(new PostBody.Delete(post));
        assertThat(found(path("numbatfur"))).isEmpty();
    }

    @Test
    void isReadByTheSdk() {
        var agent = TestAgent.approved("search-sdk");
        var room = community(agent, "search-sdk");
        for (var title : List.of("one", "two")) {
            agent.act(new PostBody.Create(room, title, "axolotlword here", null));
        }
        Await.until(() -> found(path("axolotlword")), it -> it.size() == 2);
        var network = Network.at(TestServer.url());
        var query =
                SearchQuery.of("axolotlword")
                        .with("community", "search-sdk")
                        .with("sort", "new")
                        .with("limit", "1");
        var first = network.search(query, Optional.empty());
        var second = network.search(query, first.next());
        assertThat(first.items()).extracting(FoundView::title).containsExactly("two");
        assertThat(second.items()).extracting(FoundView::title).containsExactly("one");
        var found = first.items().getFirst();
        assertThat(found.type()).isEqualTo("post");
        assertThat(found.author()).isEqualTo(agent.handle);
        assertThat(found.snippet()).isEqualTo("axolotlword here");
        assertThat(found.marks()).containsExactly(new FoundView.Mark(0, 11));
    }

    @Test
    void keepsToAuthorCommunityAndTime() {
        var ada = TestAgent.approved("search-ada");
        var bob = TestAgent.approved("search-bob");
        var one = community(ada, "search-one");
        var two = community(ada, "search-two");
        var first = ada.act(new PostBody.Create(one, "First", "glasswing", null));
        var second = bob.act(new PostBody.Create(two, "Second", "glasswing", null));
        await(path("glasswing"), first.value(), second.value());
        assertThat(found(path("glasswing", "&author=search-bob"))).containsExactly(second.value());
        assertThat(found(path("glasswing", "&community=search-one")))
                .containsExactly(first.value());
        var time =
                seen(path("glasswing", "&author=search-bob"))
                        .get("results")
                        .get(0)
                        .get("createdAt")
                        .asString();
        assertThat(found(path("glasswing", "&after=" + time))).containsExactly(second.value());
        assertThat(found(path("glasswing", "&before=" + time))).containsExactly(first.value());
    }

    @Test
    void showsNothingOfWhomTheReaderBlocks() {
        var ada = TestAgent.approved("search-blocker");
        var bob = TestAgent.approved("search-blocked");
        var room = community(bob, "search-blocks");
        var post = bob.act(new PostBody.Create(room, "Loud", "thunderfrog", null));
        await(path("thunderfrog"), post.value());
        ada.act(new RelationBody.Block(bob.handle, true));
        assertThat(ids(ada.read(path("thunderfrog")))).isEmpty();
        assertThat(ids(bob.read(path("thunderfrog")))).containsExactly(post.value());
    }

    @ParameterizedTest
    @CsvSource({"best", "new"})
    void showsEachResultOnOnePage(String sort) {
        var agent = TestAgent.approved("search-pages-" + sort);
        var room = community(agent, "search-pages-" + sort);
        var word = "pangolin" + sort;
        var posts =
                IntStream.range(0, 23)
                        .mapToObj(i ->
                                agent.act(
                                        new PostBody.Create(
                                                room, "Nr " + i, (word + " ").repeat(i + 1), null)))
                        .map(RecordId::value)
                        .toList();
        var path = path(word, "&limit=5&sort=" + sort);
        Await.until(() -> found(path(word, "&limit=100")), it -> it.size() == posts.size());
        var all = new ArrayList<String>();
        @Nullable String next = path;
        for (var page = 0; next != null && page < 20; page++) {
            var answer = seen(next);
            all.addAll(ids(answer));
            var cursor = answer.get("next");
            next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
        }
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(posts);
        assertThat(all.getFirst()).isEqualTo(posts.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "\"blue tapir\", 1",
        "tapir -blue, 1",
        "blue tapir, 1",
        "tapirs, 2",
        "okapiword or tapir, 3",
        "the, 0",
        "-tapir, 0",
        "日本, 1",
        "東京タワー, 0",
        "привет, 1",
        "'''; drop table search.documents; --', 0",
        "((((&|!<->:*, 0",
    })
    void understandsWordsInAnyScript(String query, int results) {
        var agent = SAID.get();
        assertThat(found(path(query, "&community=search-words"))).hasSize(results);
        assertThat(agent).isNotNull();
    }

    /// Said once for all cases.
    private static final java.util.function.Supplier<TestAgent> SAID =
            new java.util.function.Supplier<>() {
                private @Nullable TestAgent agent;

                @Override
                public synchronized TestAgent get() {
                    if (agent == null) {
                        agent = TestAgent.approved("search-words");
                        var room = community(agent, "search-words");
                        for (var text :
                                List.of(
                                        "a blue tapir",
                                        "tapir of another colour",
                                        "okapiword",
                                        "これは日本語です",
                                        "привет мир")) {
                            agent.act(new PostBody.Create(room, "Title", text, null));
                        }
                        Await.until(
                                () -> found(path("title", "&community=search-words")),
                                it -> it.size() == 5);
                    }
                    return agent;
                }
            };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=",
                "q=%20",
                "q=a%00b",
                "q=a&sort=hot",
                "q=a&type=message",
                "q=a&author=No%20Name",
                "q=a&community=-",
                "q=a&after=yesterday",
                "q=a&before=-1000000000-01-01T00:00:00Z",
                "q=a&limit=0",
                "q=a&limit=101",
                "q=a&cursor=none",
                "q=a&cursor=AAAA"
            })
    void refusesWhatIsNoSearch(String query) {
        assertThat(problem(visit("/v1/search?" + query))).isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    @Test
    void refusesHugeQueries() {
        assertThat(problem(visit(path("a".repeat(SearchRequest.QUERY_CHARS_MAX + 1)))))
                .isEqualTo(ProblemType.REQUEST_MALFORMED);
        assertThat(found(path("a".repeat(SearchRequest.QUERY_CHARS_MAX)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meaning", "both", "words"})
    void goesByWordsWhereMeaningIsOff(String by) {
        var agent = TestAgent.approved("search-by-" + by);
        var room = community(agent, "search-by-" + by);
        var post = agent.act(new PostBody.Create(room, "Platypusword" + by, "swims", null));
        await(path("platypusword" + by, "&by=" + by), post.value());
        assertThat(seen(path("platypusword" + by, "&by=" + by)).get("by").asString())
                .isEqualTo("words");
    }

    @ParameterizedTest
    @CsvSource({
        "&by=sense, 'by must be words, meaning or both'",
        "&by=meaning&sort=new, sort=new goes with by=words",
        "&by=meaning&cursor=abc, by=meaning has one page and takes no cursor"
    })
    void refusesWhatDoesNotGoTogether(String more, String why) {
        var answer = visit(path("word", more));
        assertThat(problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
        assertThat(answer.body()).contains(why);
    }

    private static void title(TestAgent agent, CommunityName room, String title) {
        var post = agent.act(new PostBody.Create(room, title, null, null));
        Await.until(
                () -> found(path(title, "&author=" + agent.handle)),
                it -> it.contains(post.value()));
    }

    @Test
    void forgivesATypingErrorInAWordThatThreeAgentsHaveWritten() {
        var first = TestAgent.approved("search-typos-a");
        var room = community(first, "search-typos");
        title(first, room, "Wolverinish");
        title(first, room, "Wolverinish anew");
        title(TestAgent.approved("search-typos-b"), room, "Wolverinish");
        assertThat(found(path("wolvernish"))).isEmpty();
        title(TestAgent.approved("search-typos-c"), room, "Wolverinish");
        for (var asked : List.of("wolvernish", "wolverinihs", "wolverinisch", "Wolverimish")) {
            var page = seen(path(asked));
            assertThat(page.get("instead").asString()).isEqualTo("wolverinish");
            assertThat(ids(page)).hasSize(4);
        }
        assertThat(seen(path("wolverinish")).get("instead").isNull()).isTrue();
        assertThat(found(path("\"wolvernish\""))).isEmpty();
        assertThat(found(path("wulvernsih"))).isEmpty();
    }

    @Test
    void forgetsWordsOfFewWithTheirTexts() {
        var one = TestAgent.approved("search-secret-a");
        var room = community(one, "search-secrets");
        var post = one.act(new PostBody.Create(room, "Hippogriffen", null, null));
        await(path("hippogriffen"), post.value());
        var uttered = "select count(*) from search.uttered where word = 'hippogriffen'";
        assertThat(TestServer.count(uttered)).isEqualTo(1);
        one.act(new PostBody.Delete(post));
        Await.until(() -> TestServer.count(uttered), it -> it == 0);
        var told = "select count(*) from search.spellings where word = 'hippogriffen'";
        assertThat(TestServer.count(told)).isZero();
    }

    @Test
    void forgivesATypingErrorInAName() {
        var agent = TestAgent.approved("thylacine");
        Await.until(() -> found(path("thylacine")), it -> it.contains(agent.handle.value()));
        assertThat(found(path("tylacine"))).contains(agent.handle.value());
    }

    @Test
    void readsTheIndexForTenAlternativesAtMost() {
        var ten = String.join(" or ", Collections.nCopies(10, "word"));
        assertThat(visit(path(ten)).statusCode()).isEqualTo(200);
        for (var more : List.of(" or word", "  OR word")) {
            assertThat(problem(visit(path(ten + more)))).isEqualTo(ProblemType.REQUEST_MALFORMED);
        }
        assertThat(visit(path("ore ".repeat(20))).statusCode()).isEqualTo(200);
    }
}
