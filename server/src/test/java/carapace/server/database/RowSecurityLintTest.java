package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looks at the schema that all migrations together make. Adding a table without policies fails
/// here.
@ParameterizedClass
@EnumSource
class RowSecurityLintTest {

    private final TestDatabase test;

    RowSecurityLintTest(Postgres postgres) {
        test = postgres.database();
    }

    private static final String PLANTED =
            """
            set local role carapace_owner;
            create schema planted;
            create table planted.good (author text not null);
            alter table planted.good enable row level security;
            alter table planted.good force row level security;
            create policy good_read on planted.good for select to carapace_app
                using ((select context.caller()) is not null);
            create policy good_write on planted.good for insert to carapace_app
                with check (author = (select context.agent()))
            """;

    /// Fewer would mean that the migrations were not found.
    private static final int TABLES_MIN = 4;

    @ParameterizedTest
    @EnumSource
    void noMigrationBreaks(RowSecurityRule rule) throws SQLException {
        try (var connection = test.superuser()) {
            assertThat(offenders(connection, rule)).as(rule.because()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedFlawIsFoundBy(RowSecurityRule rule) throws SQLException {
        try (var connection = test.superuser()) {
            connection.setAutoCommit(false);
            run(connection, PLANTED);
            run(connection, "reset role");
            assertThat(offenders(connection, rule)).as("before the flaw").isEmpty();
            var owner = rule.flaw().contains("postgres_superuser");
            run(connection, "create role postgres_superuser superuser");
            run(connection, "alter default privileges revoke execute on functions from public");
            if (!needsSuperuser(rule) && !owner) {
                run(connection, "set local role carapace_owner");
            }
            run(connection, rule.flaw());
            run(connection, "reset role");
            assertThat(offenders(connection, rule)).as(rule.because()).isNotEmpty();
            connection.rollback();
        }
    }

    private static boolean needsSuperuser(RowSecurityRule rule) {
        return switch (rule) {
            case FUNCTION_LEAKPROOF,
                    PUBLIC_GRANT_ON_DATABASE,
                    SERVED_ROLE_OWNS,
                    SERVED_ROLE_TOO_STRONG,
                    SERVED_ROLE_IS_MEMBER,
                    EXTENSION,
                    EVENT_TRIGGER ->
                    true;
            default -> false;
        };
    }

    @Test
    void theRulesSawEveryTable() throws SQLException {
        try (var connection = test.superuser()) {
            var tables =
                    names(
                            connection,
                            """
                            select oid::regclass::text from pg_class
                            where relkind in ('r', 'p') and relnamespace not in (
                                select oid from pg_namespace where nspname in
                                    ('pg_catalog', 'information_schema', 'pg_toast'))
                            """);
            assertThat(tables).hasSizeGreaterThanOrEqualTo(TABLES_MIN).contains("context.spent");
        }
    }

    @Test
    void theExamplesOfTheDocumentationWorkAndKeepAllRules() throws SQLException, IOException {
        try (var connection = test.superuser()) {
            connection.setAutoCommit(false);
            run(connection, "set local role carapace_owner");
            for (var example : sqlExamples()) {
                run(connection, example);
            }
            run(connection, "reset role");
            for (var rule : RowSecurityRule.values()) {
                assertThat(offenders(connection, rule)).as(rule.because()).isEmpty();
            }
            connection.rollback();
        }
    }

    static List<String> sqlExamples() throws IOException {
        var text = Files.readString(Path.of("../docs/database.md"));
        var examples =
                Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                        .matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        return examples;
    }

    private static List<String> offenders(Connection connection, RowSecurityRule rule)
            throws SQLException {
        return names(connection, rule.offenders());
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
