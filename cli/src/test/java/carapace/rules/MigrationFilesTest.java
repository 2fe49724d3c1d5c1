package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A table's row security stands below it in the same file, so that whoever reads the one has read
/// the other. What the rules say in the end is judged by `RowSecurityLintTest`, in the database.
class MigrationFilesTest {

    private static final int TABLES_MIN = 13;

    /// A partition comes with the table that it is a part of.
    private static final Pattern TABLE =
            Pattern.compile("create\\s+(?:unlogged\\s+)?table\\s+([a-z_.]+)\\s*\\(");

    /// Has nothing to see, or shares the comment of the table above it; merged before this rule.
    private static final Set<String> SAYS_ABOVE = Set.of("context.spent", "posts.turn");

    private static final Pattern NAME = Pattern.compile("V\\d{3}__(root|[a-z]+)_[a-z_]+\\.sql");

    private static List<String> flaws(Source migration) {
        var flaws = new ArrayList<String>();
        name(migration).ifPresent(flaws::add);
        var tables = TABLE.matcher(migration.text());
        while (tables.find()) {
            var table = tables.group(1);
            var below = migration.text().substring(tables.end());
            for (var needed :
                    List.of(
                            "alter table %s\\s+enable row level security",
                            "alter table %s\\s+force row level security",
                            "create policy \\w+\\s+on %s\\s")) {
                var pattern = Pattern.compile(needed.formatted(Pattern.quote(table)));
                if (!pattern.matcher(below).find()) {
                    flaws.add("%s lacks: %s".formatted(migration.path(), pattern));
                }
            }
            if (!below.contains("-- Who may see a row:") && !SAYS_ABOVE.contains(table)) {
                flaws.add("%s: say below %s who may see a row".formatted(migration.path(), table));
            }
        }
        return flaws;
    }

    /// A file that is named otherwise would be passed over, or run in another feature's order.
    private static Optional<String> name(Source migration) {
        var matcher = NAME.matcher(migration.path().getFileName().toString());
        var folder = migration.path().getName(migration.path().getNameCount() - 2).toString();
        return matcher.matches() && folder.replace("__", "").equals(matcher.group(1))
                ? Optional.empty()
                : Optional.of("%s is not V<nnn>__<feature>_<what>.sql".formatted(migration.path()));
    }

    @Test
    void everyTableHasRowSecurity() {
        var migrations =
                Source.all(".sql").stream()
                        .filter(file -> file.path().toString().contains("db/migration/"))
                        .toList();

        assertThat(migrations.stream().mapToLong(MigrationFilesTest::tables).sum())
                .isGreaterThanOrEqualTo(TABLES_MIN);
        assertThat(migrations).flatMap(MigrationFilesTest::flaws).isEmpty();
    }

    private static long tables(Source migration) {
        return TABLE.matcher(migration.text()).results().count();
    }

    private static final String GOOD =
            """
            create table notes.notes (
                id bytea primary key
            );
            -- Who may see a row: everybody.
            alter table notes.notes enable row level security;
            alter table notes.notes force row level security;
            create policy notes_read on notes.notes for select to carapace_app
                using ((select context.caller()) is not null);
            """;

    @Test
    void seesATableWithout() {
        assertThat(flawsOf("V100__notes_notes.sql", GOOD)).isEmpty();
        for (var line : List.of("-- Who", "enable", "force", "create policy")) {
            var without = GOOD.lines().filter(text -> !text.contains(line)).toList();
            assertThat(flawsOf("V100__notes_notes.sql", String.join("\n", without)))
                    .as(line)
                    .hasSize(1);
        }
        var above = GOOD.lines().skip(3).toList();
        var moved = String.join("\n", above) + "\n" + GOOD.lines().limit(3).toList();
        assertThat(flawsOf("V100__notes_notes.sql", moved)).hasSize(4);
        var elsewhere = GOOD.replace("on notes.notes", "on notes.note");
        assertThat(flawsOf("V100__notes_notes.sql", elsewhere)).hasSize(1);
    }

    @Test
    void seesOtherNames() {
        assertThat(flawsOf("V100__posts_notes.sql", "")).hasSize(1);
        assertThat(flawsOf("V100_notes_notes.sql", "")).hasSize(1);
        assertThat(flawsOf("notes.sql", "")).hasSize(1);
    }

    private static List<String> flawsOf(String name, String text) {
        return flaws(new Source(Path.of("db/migration/notes", name), text));
    }
}
