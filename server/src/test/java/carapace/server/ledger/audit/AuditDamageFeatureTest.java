package carapace.server.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every table, and every kind of change that somebody with the whole database can make: named.
class AuditDamageFeatureTest {

    private static final Path DAMAGES = Path.of("src/test/resources/audit/damages.txt");
    private static final int DAMAGES_MIN = 120;

    /// Without what the audit looks at only in part, see docs/audit.md.
    private static final int TABLES_MIN = 16;

    @TempDir private static Path folder;
    private static AuditedNetwork network;
    private static Map<String, String> saved;
    private static String functions;

    /// @param expected table and words of problems
    /// @param undo what puts it right where rows are not all
    record Damage(String what, List<List<String>> expected, String statements, String undo) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        network = new AuditedNetwork(folder);
        network.liveThrough(folder);
        assertThat(network.audit().problems()).isEmpty();
        saved = network.save();
        functions = String.join(";\n", network.functions());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    static List<Damage> damages() throws IOException {
        var damages = new ArrayList<Damage>();
        for (var block : Files.readString(DAMAGES).split("\n\n(?==)", -1)) {
            if (block.startsWith("=")) {
                damages.add(damage(block.lines().toList()));
            }
        }
        return damages;
    }

    private static Damage damage(List<String> lines) {
        var expected =
                lines.stream()
                        .filter(line -> line.startsWith("> "))
                        .map(line -> List.of(line.substring(2).split(" \\| ", -1)))
                        .toList();
        var undo =
                lines.stream()
                        .filter(line -> line.startsWith("~ "))
                        .map(line -> line.substring(2))
                        .collect(Collectors.joining("\n"));
        var statements =
                lines.stream()
                        .filter(line -> !line.matches("[=>~] .*"))
                        .collect(Collectors.joining("\n"));
        return new Damage(lines.getFirst().substring(2), expected, statements, undo);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void isNamed(Damage damage) throws SQLException {
        AuditReport report;
        network.damage(damage.statements());
        try {
            report = network.audit();
        } finally {
            repair(damage);
        }
        for (var expected : damage.expected()) {
            assertThat(report.problems())
                    .as("problems: %s", report.problems())
                    .anyMatch(problem ->
                            problem.table().equals(expected.get(0))
                                    && problem.problem().contains(expected.get(1)));
        }
    }

    /// Rights that are no part of a sealed row can be lent for a moment by whoever has the
    /// database. The server lets the act pass, and the chain tells.
    @Test
    void namesWhoActedOnRightsThatNobodyGave() throws Exception {
        var before = network.save();
        network.usurp();

        var problems = network.audit().problems();

        network.restore(before);
        assertThat(problems)
                .extracting(Problem::problem)
                .contains(
                        "thief changed plain without being its moderator",
                        "thief pinned in looms without being its moderator",
                        "it changes what is not its agent's");
    }

    /// Without a desk that was opened in better days.
    @Test
    void tellsThatItIsNotBelieved() throws SQLException {
        network.damage("update context.keys set inner_pad = sha256('eve') || sha256('eve')");
        try {
            assertThat(network.auditFromOutside().problems())
                    .extracting(Problem::table)
                    .containsExactly("context.keys");
        } finally {
            network.restore(saved);
        }
        assertThat(network.auditFromOutside().problems()).isEmpty();
    }

    /// The function that is asked who calls is the first that a thief would replace.
    @Test
    void namesTheSchemaAlsoWhenItIsNotBelieved() throws SQLException {
        network.damage(
                """
                create or replace function context.caller() returns text
                    language sql stable security definer set search_path = pg_catalog, pg_temp
                    as 'select ''agent:ada'''
                """);
        try {
            assertThat(network.auditFromOutside().problems())
                    .extracting(problem -> problem.table() + " " + problem.key())
                    .containsExactly("schema function context.caller()", "context.keys only_row");
        } finally {
            network.damage(functions);
        }
        assertThat(network.auditFromOutside().problems()).isEmpty();
    }

    private static void repair(Damage damage) throws SQLException {
        network.restore(saved);
        if (damage.expected().getFirst().getFirst().equals("schema")) {
            network.damage(functions);
        }
        if (!damage.undo().isEmpty()) {
            network.damage(damage.undo());
        }
    }

    /// Without this, a case could be named for what an earlier one left behind.
    @RepeatedTest(2)
    void nothingIsNamedBetweenTheCases() {
        assertThat(network.audit().problems()).isEmpty();
    }

    @Test
    void everyTableIsDamaged() throws IOException {
        assertThat(damages()).hasSizeGreaterThan(DAMAGES_MIN);
        assertThat(damages().stream().flatMap(d -> d.expected().stream()).map(List::getFirst))
                .satisfies(tables ->
                        assertThat(tables.stream().distinct().count())
                                .isGreaterThanOrEqualTo(TABLES_MIN));
    }
}
