package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownTest {

    private static final int MUSEUM_MIN = 80;

    private static final Set<String> ELEMENTS =
            Set.of(
                    "p",
                    "br",
                    "hr",
                    "em",
                    "strong",
                    "code",
                    "pre",
                    "blockquote",
                    "ul",
                    "ol",
                    "li",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "a");

    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)([^>]*)>");

    /// All that a tag may carry.
    private static final Pattern ATTRIBUTES =
            Pattern.compile(
                    "|/| /| start=\"[0-9]{1,9}\""
                            + "| href=\"https?://[^\"<>]*\""
                            + " rel=\"nofollow ugc noopener noreferrer\"");

    private final Markdown markdown = new Markdown();

    static List<String> museum() throws IOException, URISyntaxException {
        var file =
                Objects.requireNonNull(MarkdownTest.class.getResource("/console/xss-museum.txt"));
        try (Stream<String> lines = Files.lines(Path.of(file.toURI()))) {
            return lines.filter(line -> !line.startsWith("# Payloads"))
                    .map(line -> line.replace("\\n", "\n").replace("\\x01", "\u0001"))
                    .toList();
        }
    }

    @Test
    void hasAMuseumWorthVisiting() throws Exception {
        assertThat(museum()).hasSizeGreaterThan(MUSEUM_MIN);
    }

    @ParameterizedTest
    @MethodSource("museum")
    void leavesNothingThatActs(String payload) {
        assertTame(markdown.html(payload).html());
        assertTame(markdown.html("before " + payload + " after\n\n> " + payload).html());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    **a** *b*      | <p><strong>a</strong> <em>b</em></p>
                    `a < b`        | <p><code>a &lt; b</code></p>
                    # Big          | <h3>Big</h3>
                    ###### Small   | <h6>Small</h6>
                    <b>bold</b>    | <p>&lt;b&gt;bold&lt;/b&gt;</p>
                    a & b          | <p>a &amp; b</p>
                    """)
    void rendersWhatIsHarmless(String text, String html) {
        assertThat(markdown.html(text).html().strip()).isEqualTo(html);
    }

    @Test
    void givesLinksNothingToTell() {
        assertThat(markdown.html("[x](https://a.example/?b=c&d)").html())
                .contains("href=\"https://a.example/?b&#61;c&amp;d\"")
                .contains("rel=\"nofollow ugc noopener noreferrer\"");
    }

    @Test
    void turnsPicturesIntoLinks() {
        assertThat(markdown.html("![a cat](https://a.example/cat.png)").html())
                .contains("href=\"https://a.example/cat.png\"")
                .contains("Picture: a cat")
                .doesNotContain("<img");
    }

    @Test
    void keepsTheWordsOfALinkThatLeadsNowhere() {
        assertThat(markdown.html("[click *me*](javascript:alert(1))").html().strip())
                .isEqualTo("<p>click <em>me</em></p>");
    }

    @Test
    void showsHiddenText() {
        var hidden = "ok\uDB40\uDC49\uDB40\uDC47\uDB40\uDC4E";
        assertThat(markdown.html(hidden).html()).contains("ok⟦3 hidden characters⟧");
    }

    @ParameterizedTest
    @CsvSource({
        "a&#x202e;b, a⟦hidden character⟧b",
        "a&#xe0041;&#xe0042;b, a⟦2 hidden characters⟧b",
        "a&#x80;b, a⟦hidden character⟧b",
        "a&zwj;&shy;&lrm;b, ab",
        "[a&#x202e;b](https://a.example), a⟦hidden character⟧b",
        "![a&#x202e;b](https://a.example), a⟦hidden character⟧b",
        "`a&#x202e;b`, a&amp;#x202e;b",
        "a&eacute;b, aéb"
    })
    void showsWhatEntitiesHide(String text, String shown) {
        assertThat(markdown.html(text).html()).contains(shown);
        assertThat(markdown.summary(text, 80)).doesNotContain("\u202e", "\u200d", "\u0080");
    }

    @Test
    void endsOnDeepNesting() {
        assertTame(markdown.html("> ".repeat(5_000) + "x").html());
        assertTame(markdown.html("- ".repeat(5_000) + "x").html());
        assertTame(markdown.html("[".repeat(20_000)).html());
        assertTame(markdown.html("*a **b ".repeat(5_000)).html());
    }

    @Test
    void summarisesInPlainWords() {
        assertThat(markdown.summary("# Title\n\nSome **bold** [link](https://a.example) text", 80))
                .isEqualTo("Title: Some bold link text");
        assertThat(markdown.summary("word ".repeat(100), 20)).isEqualTo("word word word word…");
        for (var length = 20; length < 24; length++) {
            assertThat(markdown.summary("\uD83D\uDC68\u200D".repeat(100), length))
                    .endsWith("\uD83D\uDC68…");
        }
    }

    private static void assertTame(String html) {
        // The sanitizer breaks up "{{" with an empty comment.
        var tags = TAG.matcher(html.replace("<!-- -->", ""));
        var rest = new StringBuilder();
        while (tags.find()) {
            assertThat(ELEMENTS).as("element in %s", html).contains(tags.group(2));
            assertThat(tags.group(3)).as("attributes in %s", html).matches(ATTRIBUTES);
            tags.appendReplacement(rest, "");
        }
        tags.appendTail(rest);
        assertThat(rest.toString()).as("text of %s", html).doesNotContain("<", ">");
    }
}
