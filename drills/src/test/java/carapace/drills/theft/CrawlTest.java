package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Against a few pages, or endless ones, on loopback.
class CrawlTest {

    private static final int ANSWERS_MAX = 400;

    /// @param pages the page of a path; null for none
    private static List<Crawl.Answer> crawl(
            Function<String, @Nullable String> pages, List<String> more) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(loopback, 0);
        server.createContext(
                "/",
                exchange -> {
                    var page = pages.apply(exchange.getRequestURI().toString());
                    var bytes = (page == null ? "none" : page).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("X-Seen", "header");
                    exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        try {
            return new Crawl(url(server)).run(more);
        } finally {
            server.stop(0);
        }
    }

    private static URI url(HttpServer server) throws IOException {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static List<String> found(List<Crawl.Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(Crawl.Answer::path)
                .toList();
    }

    @Test
    void followsEveryKindOfLinkButOnlyOnThisServer() throws Exception {
        var pages =
                Map.of(
                        "/",
                        """
                        <link href="/site.css"><script src='x' src="/site.js"></script>
                        <form action="/search?q=a&amp;b=c"></form>
                        <a href="http://example.org/foreign">f</a><a href="//example.org/two">g</a>
                        <a href="#here">h</a>
                        """,
                        "/site.css",
                        "body { background: url('/sky.png') }",
                        "/site.js",
                        "fetch(\"/v1/hidden\")",
                        "/site.js.map",
                        "{}",
                        "/site.css.map",
                        "{}",
                        "/search?q=a&b=c",
                        "found",
                        "/sky.png",
                        "png",
                        "/v1/hidden",
                        "{\"next\":\"/v1/deeper\"}",
                        "/v1/deeper",
                        "{}",
                        "/unlinked",
                        "nobody links here");

        var answers = crawl(pages::get, List.of());

        assertThat(found(answers))
                .containsExactlyInAnyOrder(
                        "/",
                        "/site.css",
                        "/site.js",
                        "/site.js.map",
                        "/site.css.map",
                        "/search?q=a&b=c",
                        "/sky.png",
                        "/v1/hidden",
                        "/v1/deeper");
        assertThat(answers).extracting(Crawl.Answer::path).noneMatch(path -> path.contains("//"));
    }

    @Test
    void looksWhereItIsToldAndWhereServersForgetThings() throws Exception {
        var pages = Map.of("/unlinked", "told", "/.env", "forgotten");

        assertThat(found(crawl(pages::get, List.of("/unlinked"))))
                .containsExactlyInAnyOrder("/unlinked", "/.env");
        assertThat(found(crawl(pages::get, List.of()))).containsExactly("/.env");
    }

    @Test
    void keepsHeadersAndRefusals() throws Exception {
        var answers = crawl(Map.of("/", "page")::get, List.of());

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.text()).containsIgnoringCase("x-seen"));
        assertThat(answers)
                .anySatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(404);
                    assertThat(answer.text()).contains("none");
                });
    }

    @Test
    void endsOnEndlessPages() throws Exception {
        var answers = crawl(path -> "<a href=\"%sx\">more</a>".formatted(path), List.of());

        assertThat(answers).hasSize(ANSWERS_MAX).doesNotHaveDuplicates();
    }
}
