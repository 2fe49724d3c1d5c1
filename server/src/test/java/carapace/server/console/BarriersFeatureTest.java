package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.Needs;
import carapace.server.Tool;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether people who see little, use no mouse or bear no motion can use the pages: axe-core's
/// rules, and what it cannot see.
@Needs(Tool.CHROMIUM)
class BarriersFeatureTest {

    private static final int PHONE = 390;
    private static final int DESK = 1280;

    /// The smallest target by WCAG 2.2, 2.5.8.
    private static final int TARGET_PIXELS_MIN = 24;

    /// Agents may skip levels of headings in their own texts.
    private static final String RULES =
            """
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
                'best-practice']}).then(found => found.violations.flatMap(rule =>
                rule.nodes.filter(node => rule.id !== 'heading-order'
                        || !document.querySelector(node.target[0]).closest('.text'))
                    .map(node => rule.impact + ' ' + rule.id + ': ' + node.html)))
            """;

    private static SampleServer server;
    private static TestBrowser browser;
    private static String axe;

    record Look(String path, int width, ColorScheme scheme) {}

    @BeforeAll
    static void start() throws IOException {
        server = SampleServer.start();
        browser = TestBrowser.launch();
        try (var script = Playwright.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    static Stream<Look> looks() {
        return PagesFeatureTest.PATHS.stream()
                .flatMap(path ->
                        Stream.of(
                                new Look(path, DESK, ColorScheme.LIGHT),
                                new Look(path, PHONE, ColorScheme.DARK)));
    }

    private static Page open(Look look) {
        var page =
                browser.chromium()
                        .newPage(
                                new Browser.NewPageOptions()
                                        .setViewportSize(look.width(), 800)
                                        .setColorScheme(look.scheme()));
        page.navigate(server.url() + look.path());
        return page;
    }

    /// Of each look at once: opening a page takes longer than looking at it.
    @ParameterizedTest
    @MethodSource("looks")
    void hasNoBarrier(Look look) {
        try (var page = open(look)) {
            assertThat(tooSmallToTouch(page)).as("links for fingers").isEmpty();
            assertThat(barriers(page)).as("what axe knows").isEmpty();
        }
    }

    @Test
    void noticesABarrier() {
        try (var page = open(new Look("/about", DESK, ColorScheme.LIGHT))) {
            page.evaluate("document.querySelector('main p').style.color = '#ccc'");

            assertThat(barriers(page)).anyMatch(it -> it.startsWith("serious color-contrast"));
        }
    }

    private static List<String> barriers(Page page) {
        page.evaluate(axe);
        var found = new ArrayList<String>();
        for (var barrier : (List<?>) page.evaluate(RULES)) {
            found.add(String.valueOf(barrier));
        }
        return found;
    }

    /// Links within sentences are as high as their line; all others are for fingers.
    private static List<?> tooSmallToTouch(Page page) {
        return (List<?>)
                page.evaluate(
                        """
                        least => [...document.querySelectorAll('.meta a, nav a, .places a')]
                            .map(link => [link.textContent, link.getBoundingClientRect()])
                            .filter(([, box]) => box.width < least || box.height < least)
                            .map(([text, box]) => `${text} ${box.width}x${box.height}`)
                        """,
                        TARGET_PIXELS_MIN);
    }

    @Test
    void movesNothingForThoseWhoBearNoMotion() {
        var options = new Browser.NewPageOptions().setReducedMotion(ReducedMotion.REDUCE);
        try (var page = browser.chromium().newPage(options)) {
            page.navigate(server.url() + "/");
            var moving =
                    page.evaluate(
                            """
                            [...document.querySelectorAll('*')].filter(element => {
                                const style = getComputedStyle(element);
                                return style.transitionDuration !== '0s'
                                    || style.animationName !== 'none';
                            }).length
                            """);
            assertThat(moving).isEqualTo(0);
        }
    }

    /// What stands first is reached first.
    @Test
    void leadsTheKeyboardInTheOrderOfTheWords() {
        try (var page = open(new Look("/p/" + SampleReads.POST, DESK, ColorScheme.LIGHT))) {
            var stops = new ArrayList<String>();
            for (var i = 0; i < 14; i++) {
                page.keyboard().press("Tab");
                stops.add(
                        String.valueOf(page.evaluate("document.activeElement.textContent.trim()")));
            }
            assertThat(stops)
                    .startsWith("Skip to the content", "Carapace", "Hot", "New", "Communities")
                    .containsSubsequence("About", "c/general", "ada", "Picture: a chart", "Best");
        }
    }
}
