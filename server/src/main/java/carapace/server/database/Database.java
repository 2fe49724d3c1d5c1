package carapace.server.database;

import carapace.server.database.Notifications.Change;
import carapace.server.vault.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one way to the database. Safe for use by many threads, virtual ones included.
///
/// Each call names its caller; the statement and the caller's authenticated context travel in one
/// round trip. See [Tx] for the types of parameters. Every call may throw [DatabaseUnavailable],
/// [Conflict] and [StorageFull].
public final class Database implements AutoCloseable {

    static final String SPEND = "select context.spend(?, ?)";
    private static final String WHO_ASKS = "select context.caller()";

    private final Server server;
    private final Opening direct;
    private final Pools pools;
    private final Contexts contexts;
    private final SpentTokens spentTokens;
    private final Notifications notifications;

    private Database(Server server, Vault vault, Clock clock) {
        this.server = server;
        this.direct = () -> Pools.open(server.address(), Pools.APP, vault::password);
        this.contexts = new Contexts(vault, clock);
        this.pools = pools(server.address(), vault::password);
        this.spentTokens = new SpentTokens(this);
        this.notifications = new Notifications(direct);
    }

    private Pools pools(Address address, Passwords passwords) {
        try {
            return new Pools(address, passwords);
        } catch (DatabaseRefused e) {
            if (!believesUs()) {
                throw new ContextKeyChanged(visibleDifferences(), e);
            }
            throw e;
        }
    }

    /// Starts or reaches PostgreSQL, migrates it and returns once statements are answered.
    ///
    /// @throws DatabaseRefused when it cannot be used as it is
    public static Database start(DatabaseOptions options, Vault vault, Clock clock) {
        return on(Server.start(options, vault, new Contexts(vault, clock)), vault, clock);
    }

    /// For commands of the operator on the server's own host: joins the PostgreSQL of the server
    /// that runs on this data folder, or starts it for as long as this is open.
    ///
    /// @throws DatabaseRefused when it cannot be used as it is
    /// @throws ContextKeyChanged when somebody has changed who is believed there
    public static Database join(DatabaseOptions options, Vault vault, Clock clock) {
        return on(Server.join(options, vault, new Contexts(vault, clock)), vault, clock);
    }

    /// Joins a server that runs in another process on this host.
    ///
    /// @throws DatabaseRefused when none runs there
    public static Database join(Path data, Vault vault, Clock clock) {
        return on(JoinedPostgres.of(data), vault, clock);
    }

    /// Takes the server over: it is closed with the database, and when this fails.
    static Database on(Server server, Vault vault, Clock clock) {
        try {
            var database = new Database(server, vault, clock);
            database.spentTokens.start();
            database.notifications.start();
            return database;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// One statement in a transaction of its own.
    public <T> List<T> list(
            Caller caller, String sql, RowMapper<T> mapper, @Nullable Object... params) {
        return with(
                caller,
                connection ->
                        new Statements(connection, contexts, caller).list(sql, mapper, params));
    }

    /// One statement with at most one row, in a transaction of its own.
    public <T> Optional<T> one(
            Caller caller, String sql, RowMapper<T> mapper, @Nullable Object... params) {
        return atMostOne(list(caller, sql, mapper, params));
    }

    /// Runs the work in one transaction: commits when it returns, rolls back when it throws or
    /// asked for it.
    public <T extends @Nullable Object> T transact(Caller caller, Work<T> work) {
        var changes = new ArrayList<Change>();
        var after = new ArrayList<Runnable>();
        var result =
                with(
                        caller,
                        connection -> {
                            var transaction = new Transaction(connection, contexts, caller);
                            var done = transaction.run(work);
                            changes.addAll(transaction.told());
                            after.addAll(transaction.afterCommit());
                            return done;
                        });
        try {
            runAll(after);
        } finally {
            // Whoever asks this node next must not be answered from before.
            changes.forEach(notifications::deliver);
        }
        return result;
    }

    /// One that fails must not keep the others from what they owe to the commit.
    private static void runAll(List<Runnable> after) {
        RuntimeException failure = null;
        for (var work : after) {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private interface Use<T extends @Nullable Object> {
        T of(Connection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T with(Caller caller, Use<T> use) {
        var role = Pools.role(caller);
        try (var connection = pools.take(role)) {
            try {
                return use.of(connection);
            } catch (SQLException e) {
                throw trusted(role, connection, Failures.of(e));
            } catch (DatabaseUnavailable | IllegalStateException e) {
                throw trusted(role, connection, e);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /// A statement that was refused as such, ran too long or could not write is none of ours: an
    /// injected one may have left settings that work before ours are reset.
    private RuntimeException trusted(String role, Connection connection, RuntimeException e) {
        if (e instanceof DatabaseUnavailable || e instanceof IllegalStateException) {
            pools.distrust(role, connection);
        }
        return e;
    }

    /// To be asked before an agent's act is written: the last room on the disk is kept for the
    /// server's own work, so that reading goes on.
    ///
    /// @throws StorageFull when only that is left
    public void requireRoom() {
        server.requireRoom();
    }

    /// Reads in one transaction that sees the database as it was at its first statement, whatever
    /// others commit meanwhile, and cannot write.
    public <T extends @Nullable Object> T snapshot(Caller caller, Work<T> work) {
        return with(
                caller,
                connection -> {
                    // The pool gives both settings back their defaults.
                    connection.setReadOnly(true);
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    return new Transaction(connection, contexts, caller).run(work);
                });
    }

    /// Spends a one-time token.
    ///
    /// @throws OnceSpent when it was spent before, on whatever node
    public void spend(Caller.Agent caller, Once once) {
        list(caller, SPEND, _ -> true, once.hash(), once.expires());
    }

    /// Hears the notifications of all nodes on this channel until the database is closed.
    public void listen(String channel, Listener listener) {
        notifications.listen(channel, listener);
    }

    /// Compares tables, policies, functions, grants and roles with what the migrations made.
    ///
    /// @return what differs; empty as long as nobody but our migrations has changed the schema
    public List<SchemaDifference> schemaDifferences() {
        try {
            return SchemaCheck.differences(directly(SchemaCheck.LISTING, SchemaCheck::line));
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private List<SchemaDifference> visibleDifferences() {
        try {
            return schemaDifferences();
        } catch (IllegalStateException | DatabaseUnavailable e) {
            // Not even our login is let in: that we are not believed is all there is to say.
            return List.of();
        }
    }

    /// {@return whether the database takes this vault's word for who is asking}
    public boolean believesUs() {
        try {
            return directly(WHO_ASKS, row -> String.valueOf(row.stringOrNull(1)))
                    .equals(List.of("node"));
        } catch (SQLException e) {
            if (Failures.isAway(e)) {
                throw Failures.of(e);
            }
            return false;
        }
    }

    /// As [#list] in the node's name, also when no connection of the pools can be opened.
    private <T> List<T> directly(String sql, RowMapper<T> mapper) throws SQLException {
        try (var connection = direct.connect()) {
            return new Statements(connection, contexts, Caller.node())
                    .list(sql, mapper, new Object[0]);
        }
    }

    /// {@return what PostgreSQL this is, such as `embedded PostgreSQL 18.6`}
    public String description() {
        return server.description();
    }

    /// {@return where it listens, in libpq's words and without a password}
    public URI url() {
        return server.address().url();
    }

    /// Waits for the statements under way, then stops an embedded PostgreSQL.
    @Override
    public void close() {
        notifications.close();
        spentTokens.close();
        pools.close();
        server.close();
    }

    static <T> Optional<T> atMostOne(List<T> rows) {
        if (rows.size() > 1) {
            throw new IllegalStateException("expected one row at most, not " + rows.size());
        }
        return rows.stream().findFirst();
    }
}
