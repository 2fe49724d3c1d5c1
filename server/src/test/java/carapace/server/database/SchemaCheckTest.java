package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SchemaCheckTest {

    private static final int LINES_MIN = 200;

    private final TestDatabase test;

    SchemaCheckTest(Postgres postgres) {
        test = postgres.database();
    }

    /// After a new migration: look at what changed, then `cp server/target/schema.txt
    /// server/src/main/resources/carapace/server/database/`.
    @Test
    void theListIsWhatTheMigrationsMake() throws IOException {
        var listed =
                test.database().list(Caller.node(), SchemaCheck.LISTING, SchemaCheck::line).stream()
                        .sorted()
                        .toList();
        Files.write(Path.of("target", "schema.txt"), listed);

        assertThat(listed).hasSizeGreaterThan(LINES_MIN);
        assertThat(SchemaCheck.expected()).containsExactlyElementsOf(listed);
        assertThat(test.database().schemaDifferences()).isEmpty();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/audit/schema.txt", delimiter = '|', quoteCharacter = '"')
    void aChangeIsNamed(String name, String change) throws SQLException {
        try (var connection = test.superuser()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement("set search_path = pg_catalog")) {
                statement.execute();
            }
            try (var statement = connection.prepareStatement(change)) {
                statement.execute();
            }
            try (var listing = connection.prepareStatement(SchemaCheck.LISTING);
                    var rows = listing.executeQuery()) {
                var row = new Row(rows);
                var lines = new java.util.ArrayList<String>();
                while (rows.next()) {
                    lines.add(SchemaCheck.line(row));
                }
                assertThat(SchemaCheck.differences(lines))
                        .extracting(SchemaDifference::name)
                        .contains(name);
            }
            connection.rollback();
        }
    }

    @Test
    void saysWhichWayAThingDiffers() {
        var expected = SchemaCheck.expected();
        var first = expected.getFirst();
        var changed = first.substring(0, first.indexOf('\t')) + "\tother";

        assertThat(SchemaCheck.differences(expected)).isEmpty();
        assertThat(problems(expected.subList(1, expected.size()))).startsWith("missing");
        assertThat(problems(with(expected, "table eve\tr"))).startsWith("added");
        assertThat(problems(with(expected.subList(1, expected.size()), changed)))
                .startsWith("changed");
    }

    private static String problems(List<String> found) {
        return SchemaCheck.differences(found).getFirst().problem();
    }

    private static List<String> with(List<String> lines, String more) {
        return java.util.stream.Stream.concat(lines.stream(), java.util.stream.Stream.of(more))
                .toList();
    }
}
