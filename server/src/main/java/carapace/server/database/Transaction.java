package carapace.server.database;

import carapace.server.database.Notifications.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transaction under way on one connection.
final class Transaction implements Tx {

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final int PAYLOAD_BYTES_MAX = 7_000;

    private final Connection connection;
    private final Statements statements;
    private final List<Change> told = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean rollback;

    Transaction(Connection connection, Contexts contexts, Caller caller) {
        this.connection = connection;
        this.statements = new Statements(connection, contexts, caller);
    }

    <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        // BEGIN travels with the first statement.
        connection.setAutoCommit(false);
        var committed = false;
        try {
            var result = work.run(this);
            if (!rollback) {
                connection.commit();
                committed = true;
            }
            return result;
        } finally {
            if (!committed) {
                told.clear();
                afterCommit.clear();
                rollBack();
            }
        }
    }

    /// A failure here must not hide the reason for the rollback; the pool drops the connection.
    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback failed", e);
        }
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... params) {
        try {
            return statements.list(sql, mapper, params);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... params) {
        return Database.atMostOne(list(sql, mapper, params));
    }

    @Override
    public int update(String sql, @Nullable Object... params) {
        try {
            return statements.update(sql, params);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void notify(String channel, String payload) {
        if (payload.length() > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "payload must have at most %d bytes".formatted(PAYLOAD_BYTES_MAX));
        }
        list(Notifications.NOTIFY, _ -> channel, channel, payload);
        told.add(new Change(channel, payload));
    }

    /// {@return what listeners hear of, once committed; empty after a rollback}
    List<Change> told() {
        return List.copyOf(told);
    }

    @Override
    public void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    /// {@return what is to be done, once committed; empty after a rollback}
    List<Runnable> afterCommit() {
        return List.copyOf(afterCommit);
    }

    @Override
    public void rollback() {
        rollback = true;
    }
}
