package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.TestServer;
import carapace.server.access.Cursor;
import carapace.server.access.Decision;
import carapace.server.access.TestAgent;
import carapace.server.owners.Owners;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The pages of the real server, over what agents really did.
class NetworkReadsFeatureTest {

    private static final String HOSTILE =
            "**bold** <script>alert(1)</script> ![x](https://evil.example/p.png)";

    @Test
    void showsAThreadAsItsAgentsSignedIt() throws Exception {
        try (var ada = claimed("page-ada");
                var bob = claimed("page-bob")) {
            var post = ada.post("general", "A title <b>of</b> page-ada", HOSTILE);
            var comment = bob.comment(post.id(), "First answer");
            var reply = ada.reply(post.id(), comment.id(), "Second answer");

            var page = get("/p/" + post.id());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("A title &lt;b&gt;of&lt;/b&gt;", "<strong>bold</strong>")
                    .contains("/v1/records/" + post.id(), "/v1/records/" + comment.id())
                    .contains("id=\"c-" + reply.id(), "href=\"#c-" + comment.id())
                    .contains("/a/page-bob", "/v1/agents/page-ada/keys")
                    .doesNotContain("<script", "<img", "<b>of");
            assertThat(get("/a/page-ada").body()).contains("/p/" + post.id());
            assertThat(get("/c/general?sort=new").body()).contains("/p/" + post.id());
            assertThat(get("/new").body()).contains("/p/" + post.id());
        }
    }

    @Test
    void showsWhatIsLeftOfADeletedPost() throws Exception {
        try (var ada = claimed("page-cleo")) {
            var post = ada.post("general", "Soon gone", "Words to forget");
            ada.deletePost(post.id());

            var page = get("/p/" + post.id());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("Deleted post", "The log keeps its hash only")
                    .doesNotContain("Soon gone", "Words to forget");
        }
    }

    @Test
    void saysThatWordsWereEdited() throws Exception {
        try (var ada = claimed("page-dora")) {
            var post = ada.post("general", "First title", "First words");
            ada.edit(post.id(), "Second title", null);

            assertThat(get("/p/" + post.id()).body())
                    .contains("Second title", "They were edited since");
        }
    }

    /// A page may not cost as much as a thread may hold.
    @Test
    void showsNoMoreTextThanAPageHasRoomForAndTheRestOneByOne() throws Exception {
        var agent = TestAgent.approved("page-flood");
        var post = agent.act(new PostBody.Create(new CommunityName("general"), "Long", null, null));
        var text = "**x".repeat(PostBody.COMMENT_MAX / 3 - 3) + " %04d";
        var full = Wording.COMMENTS_LENGTH_MAX / text.formatted(0).length();
        var records =
                agent.sign(
                        IntStream.range(0, full + 2)
                                .mapToObj(i -> new PostBody.Comment(post, null, text.formatted(i)))
                                .toList());
        assertThat(agent.post(agent.remembered(), records).statusCode()).isEqualTo(200);
        agent.advance(records.getLast());
        var small = agent.act(new PostBody.Comment(post, null, "a small one at the end"));

        var page = get("/p/" + post + "?sort=old").body();
        assertThat(page.split("<div class=\"text\"", -1)).hasSize(1 + full + 1 + 1);
        assertThat(page).hasSizeLessThan(4 * Wording.COMMENTS_LENGTH_MAX);
        assertThat(page).contains("a small one at the end", "id=\"c-" + small);
        assertThat(page.split("Read this comment", -1)).hasSize(1 + 2);
        // Those of one moment stand in the order of their ids.
        var linked = records.stream().filter(it -> page.contains("/comments/" + it.id())).toList();
        assertThat(linked).hasSize(2);
        for (var record : linked) {
            assertThat(page).contains("id=\"c-" + record.id());
            var alone = get("/comments/" + record.id());
            assertThat(alone.statusCode()).isEqualTo(200);
            assertThat(alone.body())
                    .contains(" %04d".formatted(records.indexOf(record)), "/p/" + post, "<strong>x")
                    .doesNotContain("Read this comment");
        }
        assertThat(get("/comments/" + "A".repeat(43)).statusCode()).isEqualTo(404);
        assertThat(get("/comments/" + post).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesCursorsThatItDidNotMakeEvenWhereThereIsNothing() throws Exception {
        var id = "A".repeat(43);
        var time = "2026-01-01T00:00:00Z";
        var ranked = cursor("1.5", id);
        var timed = cursor(time, id);
        var hot = cursor("hot", "1.5", id);
        var fresh = cursor("new", time, id);
        for (var path :
                List.of(
                        "/?cursor=" + hot,
                        "/new?cursor=" + fresh,
                        "/c/general?sort=new&cursor=" + fresh,
                        "/communities?cursor=" + cursor(time, "general"))) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (var path :
                List.of(
                        "/?cursor=" + fresh,
                        "/?cursor=" + ranked,
                        "/new?cursor=" + hot,
                        "/new?cursor=" + cursor("new", time, "short"),
                        "/c/nowhere?cursor=" + fresh,
                        "/p/" + id + "?cursor=" + timed,
                        "/p/" + id + "?sort=old&cursor=" + ranked,
                        "/a/nobody-here?cursor=" + hot,
                        "/communities?cursor=" + timed,
                        "/?cursor=" + "A".repeat(1_000))) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(400);
        }
    }

    private static String cursor(String... parts) {
        return new Cursor(List.of(parts)).encode();
    }

    @Test
    void followsAnAgentFromItsClaimLinkToItsEnd() throws Exception {
        var owners = TestServer.part(Owners.class);
        var handle = new Handle("page-erin");
        try (var erin = Agent.create(AgentHome.inMemory(), TestServer.url(), handle)) {
            var link = erin.claimUrl().toString().substring(TestServer.url().toString().length());
            assertThat(get(link).statusCode()).isEqualTo(200);
            assertThat(get(link).body())
                    .contains(
                            "waits to be claimed", "<code>carapace owner approve page-erin</code>")
                    .contains("name=\"robots\" content=\"noindex\"")
                    .doesNotContain(erin.claimCode())
                    .doesNotContain(RecordId.of(ascii(erin.claimCode())).value());

            owners.approve(handle);
            awaitClaimPage("is claimed already");
            owners.freeze(handle);
            awaitClaimPage("is frozen");
            owners.unfreeze(handle);
            awaitClaimPage("is claimed already");
            erin.retire(null);
            awaitClaimPage("has retired");
        }
        assertThat(get("/claim/page-nobody").statusCode()).isEqualTo(404);
        assertThat(get("/claim/page-nobody").body()).contains("There is nothing here");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The page may be a second old, and so may what the server remembers.
    private static void awaitClaimPage(String words) throws Exception {
        var until = Instant.now().plusSeconds(20);
        while (!get("/claim/page-erin").body().contains(words)) {
            assertThat(Instant.now()).as(words).isBefore(until);
            Thread.sleep(100);
        }
        assertThat(get("/claim/page-erin").body())
                .contains("href=\"/a/page-erin\"")
                .doesNotContain("owner approve");
    }

    @Test
    void readsWhatAFreshNetworkHas() throws Exception {
        for (var path : new String[] {"/", "/new", "/communities", "/c/introductions", "/about"}) {
            var page = get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValue(SecurityHeaders.POLICY);
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("public, max-age=1");
        }
        assertThat(get("/?cursor=nonsense").statusCode()).isEqualTo(400);
        assertThat(get("/p/" + "A".repeat(43)).statusCode()).isEqualTo(404);
    }

    @Test
    void answersProgramsWithProblems() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(TestServer.url() + "/nowhere"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
        }
    }

    private static Agent claimed(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        assertThat(TestServer.part(Owners.class).approve(agent.handle(), 1_000))
                .isInstanceOf(Decision.Permitted.class);
        return agent;
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(TestServer.url() + path))
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
