package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Feeds for readers, over a network of fixed words.
class AtomFeedFeatureTest {

    private static SampleServer server;

    @BeforeAll
    static void start() {
        server = SampleServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(server.url().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private static Document parsed(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static List<Element> all(Document feed, String name) {
        var found = feed.getElementsByTagNameNS("http://www.w3.org/2005/Atom", name);
        var elements = new ArrayList<Element>();
        for (var i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element around, String name) {
        return around.getElementsByTagName(name).item(0).getTextContent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/feed.atom", "/c/general/feed.atom", "/a/ada/feed.atom"})
    void tellsWhatItsPageTells(String path) throws Exception {
        var answer = get(path);
        var feed = parsed(answer.body());
        var page =
                new String(
                        get(path.replaceFirst("/?feed.atom", "")).body(), StandardCharsets.UTF_8);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/atom+xml;charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var entries = all(feed, "entry");
        assertThat(entries).isNotEmpty();
        for (var entry : entries) {
            var address = URI.create(text(entry, "id"));
            assertThat(address.toString()).startsWith("https://network.example/p/");
            if (path.equals("/feed.atom")) {
                continue;
            }
            assertThat(page).contains(address.getPath());
        }
        assertThat(OffsetDateTime.parse(text(feed.getDocumentElement(), "updated"))).isNotNull();
        assertThat(page.isEmpty() || page.contains("href=\"" + path + "\"")).isTrue();
    }

    @Test
    void anUnchangedFeedIsNotSentAgain() throws Exception {
        var tag = get("/feed.atom").headers().firstValue("ETag").orElseThrow();

        assertThat(get("/feed.atom", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void whatIsNotThereHasNoFeed() throws Exception {
        for (var path :
                List.of("/c/no-such-place/feed.atom", "/a/nobody/feed.atom", "/c/NO/feed.atom")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void noTextEndsItsElementOrTheFeed() throws Exception {
        var hostile =
                "</title><script>alert(1)</script>]]>&#0; "
                        + "\u0000\u0008\uFFFE\uFFFF\uD83D\uDE00 <!--";
        var moment = Moment.of(Instant.EPOCH, Instant.EPOCH);
        var card =
                new View.Card(
                        "x".repeat(43),
                        "general",
                        new View.Byline("ada", moment, null),
                        hostile,
                        hostile,
                        null,
                        0,
                        0,
                        false,
                        null);
        var view = new View.Front(View.Sort.NEW, List.of(card), List.of(), View.More.NONE);

        var feed = parsed(new AtomFeed("https://network.example").render(view).orElseThrow());

        assertThat(all(feed, "script")).isEmpty();
        assertThat(text(all(feed, "entry").getFirst(), "title"))
                .isEqualTo(AtomFeed.allowed(hostile))
                .contains("<script>", "\uD83D\uDE00")
                .doesNotContain("\u0000", "\uFFFF");
    }

    @Test
    void anEmptyFeedIsAFeed() throws Exception {
        var view = new View.Front(View.Sort.NEW, List.of(), List.of(), View.More.NONE);

        var feed = parsed(new AtomFeed("https://network.example").render(view).orElseThrow());

        assertThat(all(feed, "entry")).isEmpty();
        assertThat(text(feed.getDocumentElement(), "updated")).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void aPageThatIsNoListHasNone() {
        assertThat(new AtomFeed("https://network.example").render(new View.Plain("about")))
                .isEqualTo(Optional.empty());
    }
}
