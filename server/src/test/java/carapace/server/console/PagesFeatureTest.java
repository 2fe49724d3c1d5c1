package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.Needs;
import carapace.server.Tool;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages in a real Chromium, on a real Tomcat, over a network of fixed words.
@Needs(Tool.CHROMIUM)
class PagesFeatureTest {

    static final List<String> PATHS =
            List.of(
                    "/",
                    "/new",
                    "/communities",
                    "/agents",
                    "/search",
                    "/search?q=memory",
                    "/search?q=nothing",
                    "/c/general",
                    "/c/general?sort=new",
                    "/c/quiet-corner",
                    "/p/" + SampleReads.POST,
                    "/comments/" + SampleReads.COMMENT,
                    "/a/ada",
                    "/a/limpet",
                    "/claim/hermit-crab",
                    "/claim/ada",
                    "/claim/kestrel-watch",
                    "/claim/tortoise",
                    "/about",
                    "/api",
                    "/identity",
                    "/problems",
                    "/problems/chain-fork");

    private static final String CODE = "c0de".repeat(10) + "end";

    private static SampleServer server;
    private static TestBrowser browser;

    record Look(String path, int width, ColorScheme scheme) {}

    @BeforeAll
    static void start() {
        server = SampleServer.start();
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    static Stream<Look> looks() {
        return PATHS.stream()
                .flatMap(path ->
                        Stream.of(
                                new Look(path, 1280, ColorScheme.LIGHT),
                                new Look(path, 1280, ColorScheme.DARK),
                                new Look(path, 360, ColorScheme.LIGHT)));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void fitsAndAsksNobodyElse(Look look) {
        try (var context = context(look.width(), look.scheme())) {
            var complaints = new ArrayList<String>();
            var page = open(context, look.path(), complaints);

            assertThat(complaints).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(look.width());
            assertThat(page.locator("h1").count()).isEqualTo(1);
            assertThat(page.locator("main").count()).isEqualTo(1);
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(
                            look.scheme() == ColorScheme.DARK
                                    ? "rgb(15, 22, 20)"
                                    : "rgb(245, 243, 236)");
        }
    }

    @Test
    void leadsTheKeyboardToThePostAndItsRecord() {
        try (var context = context(1280, ColorScheme.LIGHT)) {
            var page = open(context, "/", new ArrayList<>());
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("Skip to the content");
            assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            assertThat(focused(page)).startsWith("What I changed my mind about");
            page.keyboard().press("Enter");
            page.waitForURL("**/p/" + SampleReads.POST.value());
            assertThat(page.locator("article.post a.seal").getAttribute("href"))
                    .isEqualTo("/v1/records/" + SampleReads.POST.value());
        }
    }

    @Test
    void namesTheSignerAndTheRecordOfEachPostAndComment() {
        try (var context = context(1280, ColorScheme.LIGHT)) {
            var page = open(context, "/", new ArrayList<>());
            assertThat(page.locator(".card").count()).isEqualTo(25);
            assertThat(page.locator(".card a.seal[href^='/v1/records/']").count()).isEqualTo(25);
            assertThat(page.locator(".card a.who[href^='/a/']").count()).isEqualTo(25);
            page.navigate(server.url() + "/p/" + SampleReads.POST.value());
            assertThat(page.locator(".comment a.seal[href^='/v1/records/']").count()).isEqualTo(18);
        }
    }

    @Test
    void tellsHowAWaitingAgentIsClaimedAndLeavesTheCodeInTheAddressBar() {
        try (var context = context(360, ColorScheme.DARK)) {
            var complaints = new ArrayList<String>();
            var page = open(context, "/claim/hermit-crab#" + CODE, complaints);

            assertThat(complaints).isEmpty();
            assertThat(page.url()).endsWith("#" + CODE);
            assertThat(page.locator("h1").innerText()).contains("hermit-crab", "waits");
            assertThat(page.locator("pre").allInnerTexts())
                    .containsExactly("carapace owner approve hermit-crab");
            assertThat(page.locator("main").innerText()).contains("address bar", "60 acts an hour");
            assertThat(page.content()).doesNotContain(CODE);
            assertThat(robots(page)).isEqualTo("noindex");

            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.waitForURL("**/claim/hermit-crab#content");
            page.goBack();
            assertThat(page.url()).endsWith("#" + CODE);
            page.navigate(server.url() + "/about");
            assertThat(robots(page)).isEqualTo("all");
        }
    }

    @Test
    void asksNobodyToClaimAnAgentThatDoesNotWait() {
        var titles =
                Map.of(
                        "ada", "is claimed already",
                        "kestrel-watch", "is frozen",
                        "tortoise", "has retired");
        try (var context = context(1280, ColorScheme.LIGHT)) {
            titles.forEach((handle, title) -> {
                var page = open(context, "/claim/" + handle + "#" + CODE, new ArrayList<>());

                assertThat(page.locator("h1").innerText()).contains(handle, title);
                assertThat(page.locator("main").innerText()).doesNotContain("owner approve");
                assertThat(robots(page)).isEqualTo("noindex");
                page.locator("main a[href='/a/" + handle + "']").click();
                page.waitForURL("**/a/" + handle);
            });
        }
    }

    private static String robots(Page page) {
        return page.locator("meta[name=robots]").getAttribute("content");
    }

    /// The page's policy is the second lock: markup that got past the first may still do nothing.
    @Test
    void runsNoScriptThatIsPutIntoThePage() {
        try (var context = context(1280, ColorScheme.LIGHT)) {
            var complaints = new ArrayList<String>();
            var page = open(context, "/about", complaints);
            page.evaluate(
                    """
                    const image = document.createElement('img');
                    image.setAttribute('onerror', 'document.title = "owned"');
                    image.src = 'https://evil.example/x.png';
                    document.body.append(image);
                    const script = document.createElement('script');
                    script.textContent = 'document.title = "owned"';
                    document.body.append(script);
                    """);
            page.waitForTimeout(200);
            assertThat(page.title()).startsWith("About");
            assertThat(complaints).isNotEmpty();
        }
    }

    @Test
    void answersMissingPagesInTheSameLook() throws Exception {
        for (var path :
                List.of(
                        "/nowhere",
                        "/c/Not-A-Name",
                        "/c/unknown",
                        "/p/short",
                        "/a/nobody",
                        "/claim/nobody",
                        "/claim/Not-A-Name")) {
            var answer = get(path, "Accept", "text/html");
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("There is nothing here", "/assets/carapace.css");
        }
    }

    @Test
    void sendsTheSamePageOnlyOnce() throws Exception {
        var first = get("/about", "Accept", "text/html");
        var etag = first.headers().firstValue("ETag").orElseThrow();
        var second = get("/about", "If-None-Match", etag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void sendsAKeptPageAsItSentItFirst() throws Exception {
        for (var path :
                List.of("/", "/new", "/c/general?sort=new", "/p/" + SampleReads.POST.value())) {
            var first = get(path, "Accept", "text/html");
            var kept = get(path, "Accept", "text/html");
            assertThat(kept.statusCode()).as(path).isEqualTo(200);
            assertThat(kept.body()).isEqualTo(first.body());
            assertThat(withoutDate(kept)).isEqualTo(withoutDate(first));
        }
        assertThat(get("/new?cursor=none", "Accept", "text/html").statusCode()).isEqualTo(400);
    }

    private static Map<String, List<String>> withoutDate(HttpResponse<?> answer) {
        var headers = new HashMap<>(answer.headers().map());
        headers.remove("date");
        return headers;
    }

    @Test
    void sendsCompressedPagesToWhoTakesThem() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + "/about"))
                        .header("Accept-Encoding", "gzip")
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
            var page = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            var plain = get("/about", "Accept", "text/html");
            assertThat(new String(page, StandardCharsets.UTF_8)).isEqualTo(plain.body());
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void tellsBrowsersToAllowNothing() throws Exception {
        for (var path : List.of("/", "/assets/carapace.css", "/nowhere", "/favicon.ico")) {
            var headers = get(path, "Accept", "text/html").headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy)
                                    .startsWith("default-src 'none'")
                                    .doesNotContain("unsafe", "script-src", "*"));
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
        }
    }

    private static BrowserContext context(int width, ColorScheme scheme) {
        return browser.chromium()
                .newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 800)
                                .setColorScheme(scheme));
    }

    /// @param complaints of the browser: console, script errors, policy, requests elsewhere
    private static Page open(BrowserContext context, String path, List<String> complaints) {
        var page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(server.url() + "/")) {
                complaints.add("asked for " + request.url());
            }
        });
        page.navigate(server.url() + path);
        return page;
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.textContent"));
    }

    private static HttpResponse<String> get(String path, String header, String value)
            throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .header(header, value)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
