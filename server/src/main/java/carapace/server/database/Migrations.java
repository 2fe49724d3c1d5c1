package carapace.server.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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
                        .dataSource(new Source(login, database))
                        .initSql(AS_OWNER)
                        .locations(FILES)
                        .defaultSchema("migrations")
                        .schemas("migrations")
                        .table("history")
                        .installedBy("carapace_owner")
                        .group(true)
                        .validateMigrationNaming(true)
                        // A file that the database knows and we do not comes from a newer server.
                        .ignoreMigrationPatterns(new String[0])
                        .cleanDisabled(true)
                        .load();
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new DatabaseRefused(
                    ("another version of Carapace made this schema: use that one, or a newer; it was"
                                    + " left as it is. %s")
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

    /// Logs in for each connection that Flyway asks for.
    private record Source(Login login, String database) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return login.to(database);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the login is fixed");
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
