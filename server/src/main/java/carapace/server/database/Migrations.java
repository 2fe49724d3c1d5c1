package carapace.server.database;

import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/// Brings the schema up to date from `db/migration`, as the role that owns it, all new files in one
/// transaction.
final class Migrations {

    private static final String FILES = "classpath:db/migration";
    private static final String AS_OWNER = "set role carapace_owner";

    private static final int MESSAGE_LINES_MAX = 4;

    private Migrations() {}

    /// @throws DatabaseRefused when the schema is newer than this program, or a file was changed
    static void run(Login login, String database) {
        var flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(new ConnectionSource(() -> login.to(database)))
                        .initSql(AS_OWNER)
                        .locations(FILES)
                        .defaultSchema("migrations")
                        .schemas("migrations")
                        .table("history")
                        .installedBy("carapace_owner")
                        .group(true)
                        // Each feature has its own numbers, so a new one may be below old ones.
                        .outOfOrder(true)
                        .validateMigrationNaming(true)
                        // A file that the database knows and we do not comes from a newer server.
                        .ignoreMigrationPatterns(new String[0])
                        .cleanDisabled(true)
                        .load();
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new DatabaseRefused(
                    ("another version of Carapace made this schema: use that one, or a newer;"
                                    + " it was left as it is. %s")
                            .formatted(firstLines(e)),
                    e);
        } catch (FlywayException e) {
            throw new DatabaseRefused(
                    "cannot bring the schema up to date; it was left as it is. " + firstLines(e),
                    e);
        }
    }

    /// What differs, without Flyway's advice to repair what it does not understand.
    private static String firstLines(FlywayException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .limit(MESSAGE_LINES_MAX)
                .collect(Collectors.joining("; "));
    }
}
