package carapace.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// Opens the superuser's login of an embedded PostgreSQL, which its server keeps closed: what an
/// attacker with the database is assumed to have managed somehow.
public final class SuperuserLogin {

    private static final String ANYBODY = "local all all scram-sha-256\n";
    private static final String NOT_LET_IN = "28000";
    private static final long OPEN_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private SuperuserLogin() {}

    /// @param data the server's folder
    /// @param database to connect to
    public static Connection connect(Path data, String database, String password)
            throws SQLException {
        try {
            var sockets = Postmaster.socketFolder(data.resolve("database")).orElseThrow();
            return connect(data, Address.onSocket(sockets, database), password);
        } catch (IOException | InterruptedException e) {
            throw new SQLException("cannot open the superuser's login", e);
        }
    }

    private static Connection connect(Path data, Address address, String password)
            throws SQLException, IOException, InterruptedException {
        var deadline = System.nanoTime() + OPEN_NANOS_MAX;
        while (true) {
            try {
                return address.connect(PostgresFolder.SUPERUSER, password);
            } catch (SQLException e) {
                if (!NOT_LET_IN.equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            open(data.resolve("database"));
            Thread.sleep(5);
        }
    }

    /// Lets everybody in who has a password.
    static void open(Path folder) throws IOException {
        Files.writeString(folder.resolve(PostgresFolder.LOGINS_FILE), ANYBODY);
        Postmaster.reload(folder);
    }
}
