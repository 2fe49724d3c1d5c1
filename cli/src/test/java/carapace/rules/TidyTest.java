package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// House rules that no formatter knows, over the sources of the whole project.
class TidyTest {

    private static final int FILES_MIN = 300;
    private static final int TEMPLATES_MIN = 15;

    private static final int LINES_MAX = 400;
    private static final int TEST_LINES_MAX = 600;
    private static final int LINES_MEDIAN_MAX = 80;
    private static final int LINES_MOST_MAX = 250;
    private static final int WIDTH_MAX = 100;

    /// Merged before their width was a rule, and a migration is never edited.
    private static final Set<String> OLD_MIGRATIONS =
            Set.of(
                    "V001__root_context.sql",
                    "V002__root_spent_tokens.sql",
                    "V030__ledger_records.sql",
                    "V040__agents_agents.sql",
                    "V050__owners_budgets.sql",
                    "V060__communities_communities.sql",
                    "V070__posts_posts.sql",
                    "V080__votes_votes.sql");

    /// Written in halves, so that this file keeps its own rules.
    private static final Pattern MARK =
            Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!\\(#\\d+\\))|@auth" + "or");

    private static final String OUTSIDE = "../" + "shared";
    private static final Path PHRASES = Path.of("cli/src/test/resources/banned-phrases.txt");

    private static Stream<Source> texts() {
        return Stream.concat(
                Source.all(".java", ".jte", ".sql", ".sh", ".md").stream(),
                Stream.of("carapace", ".ci/run").map(Path::of).map(Source::of));
    }

    @Test
    void filesAreShort() {
        var sources = Source.all(".java");

        assertThat(sources).hasSizeGreaterThanOrEqualTo(FILES_MIN);
        assertThat(sources).filteredOn(TidyTest::isTooLong).extracting(Source::path).isEmpty();
    }

    private static boolean isTooLong(Source source) {
        return source.lines().size() > (source.isTest() ? TEST_LINES_MAX : LINES_MAX);
    }

    @Test
    void mostFilesAreShorterStill() {
        var lengths =
                Source.production().stream().map(source -> source.lines().size()).sorted().toList();

        assertThat(lengths).hasSizeGreaterThanOrEqualTo(FILES_MIN);
        assertThat(percentile(lengths, 50)).as("median").isLessThanOrEqualTo(LINES_MEDIAN_MAX);
        assertThat(percentile(lengths, 90)).as("90 %").isLessThanOrEqualTo(LINES_MOST_MAX);
    }

    /// The smallest of the sorted values that so many per cent do not exceed.
    private static int percentile(List<Integer> sorted, int percent) {
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }

    @Test
    void linesFitTheScreen() {
        assertThat(Source.all(".jte")).hasSizeGreaterThanOrEqualTo(TEMPLATES_MIN);
        assertThat(texts()).flatMap(TidyTest::wideLines).as("wider than " + WIDTH_MAX).isEmpty();
    }

    /// In documents a table's row or a link cannot be broken, and import lines neither.
    private static List<String> wideLines(Source source) {
        var name = source.path().getFileName().toString();
        if (name.endsWith(".md") || OLD_MIGRATIONS.contains(name)) {
            return List.of();
        }
        var wide = new ArrayList<String>();
        var lines = source.lines();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.codePointCount(0, line.length()) > WIDTH_MAX && !line.startsWith("import ")) {
                wide.add("%s:%d".formatted(source.path(), i + 1));
            }
        }
        return wide;
    }

    @Test
    void nothingIsLeftUnsaid() throws IOException {
        var banned = bannedPhrases();

        assertThat(texts()).hasSizeGreaterThanOrEqualTo(FILES_MIN);
        assertThat(texts()).flatMap(source -> flaws(source, banned)).isEmpty();
    }

    private static Map<Pattern, String> bannedPhrases() throws IOException {
        var phrases = new LinkedHashMap<Pattern, String>();
        for (var line : Files.readAllLines(Source.ROOT.resolve(PHRASES))) {
            if (!line.startsWith("#")) {
                var parts = line.split(" = ", 2);
                var words = Pattern.quote(parts[0]).replace(" ", "\\E\\s+\\Q");
                phrases.put(Pattern.compile("(?i)(?<!\\w)" + words + "(?!\\w)"), line);
            }
        }
        return phrases;
    }

    private static List<String> flaws(Source source, Map<Pattern, String> banned) {
        var flaws = new ArrayList<String>();
        var mark = MARK.matcher(source.text());
        if (mark.find()) {
            flaws.add("%s has %s without an issue, (#N)".formatted(source.path(), mark.group()));
        }
        if (!source.isTest() && source.text().contains(OUTSIDE)) {
            flaws.add(source.path() + " looks outside the project");
        }
        banned.forEach((phrase, replacement) -> {
            if (phrase.matcher(source.text()).find()) {
                flaws.add("%s: %s".formatted(source.path(), replacement));
            }
        });
        return flaws;
    }

    @Test
    void seesLongFilesAndWideLines() {
        var path = Path.of("server/src/main/A.java");
        var testPath = Path.of("server/src/test/A.java");

        assertThat(isTooLong(new Source(path, "\n".repeat(400)))).isFalse();
        assertThat(isTooLong(new Source(path, "\n".repeat(401)))).isTrue();
        assertThat(isTooLong(new Source(testPath, "\n".repeat(600)))).isFalse();
        assertThat(isTooLong(new Source(testPath, "\n".repeat(601)))).isTrue();
        assertThat(wideLines(new Source(path, "/// " + "ä".repeat(96)))).isEmpty();
        assertThat(wideLines(new Source(path, "\n/// " + "ä".repeat(97))))
                .containsExactly("server/src/main/A.java:2");
        assertThat(percentile(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 90), 50)).isEqualTo(5);
        assertThat(percentile(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 90), 90)).isEqualTo(9);
    }

    @Test
    void seesWhatIsLeftUnsaid() throws IOException {
        var banned = bannedPhrases();
        var path = Path.of("server/src/main/A.java");

        assertThat(flaws(new Source(path, "// simplify (#1), to do, authors"), banned)).isEmpty();
        assertThat(flaws(new Source(path, "// TO" + "DO(#12) later"), banned)).isEmpty();
        assertThat(flaws(new Source(path, "// TO" + "DO later"), banned)).hasSize(1);
        assertThat(flaws(new Source(path, "/// @auth" + "or me"), banned)).hasSize(1);
        assertThat(flaws(new Source(path, OUTSIDE + "/corpora"), banned)).hasSize(1);
        assertThat(flaws(new Source(Path.of("a/src/test/A.java"), OUTSIDE), banned)).isEmpty();
        assertThat(banned).hasSizeGreaterThan(20);
        for (var phrase : banned.entrySet()) {
            var words = phrase.getValue().split(" = ", 2)[0].toUpperCase(Locale.ROOT);
            var text = "It is %s, he said.".formatted(words);
            assertThat(flaws(new Source(path, text), banned)).as(text).hasSize(1);
        }
    }
}
