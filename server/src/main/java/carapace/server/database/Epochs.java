package carapace.server.database;

import carapace.protocol.key.Base64Url;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/// Which store of spent tokens each connection writes to.
///
/// A crash of PostgreSQL empties the store and begins a new epoch, and ends all connections. So a
/// connection belongs to one epoch for life: it is asked once, when it opens, and a token of
/// another epoch is refused without a question.
final class Epochs {

    private static final String EPOCH = "select context.epoch(?)";
    private static final int EPOCH_BYTES = 16;

    private final Contexts contexts;
    private final SecureRandom random;
    private final Map<PGConnection, String> epochs =
            Collections.synchronizedMap(new WeakHashMap<>());
    private volatile String latest = "";

    Epochs(Contexts contexts, SecureRandom random) {
        this.contexts = contexts;
        this.random = random;
    }

    /// Learns the epoch of a connection that has just opened, or begins one. Closes it on failure.
    Connection opened(Connection connection) throws SQLException {
        try {
            var epoch = ask(connection);
            epochs.put(connection.unwrap(PGConnection.class), epoch);
            latest = epoch;
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private String ask(Connection connection) throws SQLException {
        var bytes = new byte[EPOCH_BYTES];
        random.nextBytes(bytes);
        return new Statements(connection, contexts, this, Caller.node())
                .list(EPOCH, row -> row.string(1), new Object[] {Base64Url.encode(bytes)})
                .getFirst();
    }

    /// {@return the epoch of the connection that opened last}
    String latest() {
        return latest;
    }

    /// @throws StaleEpoch when the token belongs to another epoch than this connection
    void require(Connection connection, Once once) throws SQLException {
        if (!once.epoch().equals(epochs.get(connection.unwrap(PGConnection.class)))) {
            throw new StaleEpoch("the epoch of the one-time token is over");
        }
    }
}
