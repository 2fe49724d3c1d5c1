package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How SQL looks where it stands in Java: constant, so that every value must be bound.
class SqlTextsTest {

    private static final int HOMES_MIN = 10;
    private static final int TEXTS_MIN = 40;

    private static final Pattern TEXT =
            Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern SQL =
            Pattern.compile(
                    "\\s*(?:select\\b|insert into\\b|update [a-z_.]+\\b|delete from\\b|with\\b.* as"
                            + "|merge into\\b).*",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /// Joined with anything but a constant, or filled in.
    private static final Pattern MADE_AT_RUN_TIME =
            Pattern.compile("\\A\\s*(?:\\+\\s*+(?![A-Z_]+\\b|\")|\\.formatted|\\.replace)");

    private static final Pattern UPPER_CASE =
            Pattern.compile("\\b(?:SELECT|INSERT|UPDATE|FROM|WHERE)\\b");

    /// What changes for whom a transaction speaks.
    private static final Pattern IDENTITY =
            Pattern.compile(
                    "(?i)set_config|\\bset (?:local |session )?role\\b|session authorization");

    private static final List<String> MAY_CHANGE_IDENTITY =
            List.of(
                    // opens transactions
                    "server/src/main/java/carapace/server/database/",
                    // attack
                    "drills/",
                    // measures what the network is compared with
                    "bench/",
                    "cli/src/main/java/carapace/cli/ThrowAwayServer.java");

    private static boolean isHome(Source source) {
        var path = source.path().toString();
        return path.endsWith("Queries.java") || path.endsWith("Projection.java");
    }

    private record Found(String sql, String after) {}

    private static List<Found> sqlIn(Source source) {
        var found = new ArrayList<Found>();
        var text = TEXT.matcher(source.text());
        while (text.find()) {
            var content = text.group(1) == null ? text.group(2) : text.group(1);
            if (SQL.matcher(content).matches()) {
                found.add(new Found(content, source.text().substring(text.end())));
            }
        }
        return found;
    }

    private static List<String> flaws(Source source) {
        var flaws = new ArrayList<String>();
        for (var found : sqlIn(source)) {
            if (MADE_AT_RUN_TIME.matcher(found.after()).find()) {
                flaws.add(source.path() + " makes SQL at run time: " + found.sql());
            }
            if (UPPER_CASE.matcher(found.sql()).find()) {
                flaws.add(source.path() + " shouts: " + found.sql());
            }
            if (found.sql().contains("select *")) {
                flaws.add(source.path() + " does not name its columns: " + found.sql());
            }
        }
        return flaws;
    }

    private static boolean changesIdentity(Source source) {
        return IDENTITY.matcher(source.text()).find()
                && MAY_CHANGE_IDENTITY.stream().noneMatch(source.path().toString()::startsWith);
    }

    @Test
    void sqlIsConstant() {
        var homes = Source.production().stream().filter(SqlTextsTest::isHome).toList();

        assertThat(homes).hasSizeGreaterThanOrEqualTo(HOMES_MIN);
        assertThat(homes.stream().mapToInt(home -> sqlIn(home).size()).sum())
                .isGreaterThanOrEqualTo(TEXTS_MIN);
        assertThat(homes).flatMap(SqlTextsTest::flaws).as("bind every value").isEmpty();
    }

    @Test
    void databaseAloneSaysWhoActs() {
        assertThat(Source.production())
                .filteredOn(SqlTextsTest::changesIdentity)
                .as("who acts is said once, by database, in the request's first round trip")
                .isEmpty();
    }

    @Test
    void seesOtherTexts() {
        assertThat(flawsOf("\"select a from b where c = ?\";")).isEmpty();
        assertThat(flawsOf("\"select a from b where c = \" + LATEST;")).isEmpty();
        assertThat(flawsOf("\"selected %s\".formatted(a);")).isEmpty();
        assertThat(flawsOf("\"select a from b where c = \" + c;")).hasSize(1);
        assertThat(flawsOf("\"select a from %s\".formatted(b);")).hasSize(1);
        assertThat(flawsOf("\"\"\"\n    update a.b set c = 1\n    \"\"\".replace(\"1\", c);"))
                .hasSize(1);
        assertThat(flawsOf("\"select * from b\";")).hasSize(1);
        assertThat(flawsOf("\"SELECT a FROM b\";")).hasSize(1);
    }

    @Test
    void seesOthersSayWhoActs() {
        var text = "tx.update(\"select set_config('carapace.context', ?, true)\")";
        var feature = Path.of("server/src/main/java/carapace/server/notes/NoteQueries.java");
        var database = Path.of("server/src/main/java/carapace/server/database/Statements.java");

        assertThat(changesIdentity(new Source(feature, text))).isTrue();
        assertThat(changesIdentity(new Source(database, text))).isFalse();
    }

    private static List<String> flawsOf(String text) {
        return flaws(new Source(Path.of("NoteQueries.java"), text));
    }
}
