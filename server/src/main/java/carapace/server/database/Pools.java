package carapace.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/// The connections of the two roles that serve. Few: a connection is busy for a millisecond, and a
/// virtual thread that waits for one costs nothing.
final class Pools implements AutoCloseable {

    static final String APP = "carapace_app";
    static final String READER = "carapace_reader";

    private static final int APP_CONNECTIONS = 12;
    private static final int READER_CONNECTIONS = 6;

    /// Long enough to sit out a restart of the embedded PostgreSQL.
    private static final long WAIT_MILLIS = 5_000;

    private static final long MAX_LIFETIME_MILLIS = 30L * 60 * 1_000;

    /// Bounds of one statement, one lock and one idle transaction; a served request is gone by
    /// then.
    private static final String SESSION =
            "-c statement_timeout=10s -c lock_timeout=5s"
                    + " -c idle_in_transaction_session_timeout=15s -c search_path=pg_catalog";

    private static final String READ_ONLY = SESSION + " -c default_transaction_read_only=on";

    private final HikariDataSource app;
    private final HikariDataSource reader;

    Pools(Address address, Passwords passwords) {
        app = pool(APP, APP_CONNECTIONS, () -> open(address, APP, passwords, SESSION));
        reader =
                pool(READER, READER_CONNECTIONS, () -> open(address, READER, passwords, READ_ONLY));
    }

    /// {@return the login that serves this caller}
    static String role(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous() -> READER;
            case Caller.Agent _, Caller.Node() -> APP;
        };
    }

    Connection take(String role) throws SQLException {
        return role.equals(READER) ? reader.getConnection() : app.getConnection();
    }

    /// Closes the connection once it is given back: what went wrong may be its fault.
    void distrust(String role, Connection connection) {
        (role.equals(READER) ? reader : app).evictConnection(connection);
    }

    static int backend(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /// A connection beside the pools.
    static Connection open(Address address, String role, Passwords passwords) throws SQLException {
        return open(address, role, passwords, SESSION);
    }

    private static Connection open(
            Address address, String role, Passwords passwords, String session) throws SQLException {
        return address.connect(role, passwords.of(role), session);
    }

    private static HikariDataSource pool(String role, int size, Opening opening) {
        var config = new HikariConfig();
        config.setPoolName(role);
        config.setDataSource(new ConnectionSource(opening));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setMaxLifetime(MAX_LIFETIME_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new DatabaseRefused("cannot log in to PostgreSQL as " + role, e);
        }
    }

    @Override
    public void close() {
        app.close();
        reader.close();
    }
}
