package carapace.cli;

import carapace.drills.Inside;
import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.vault.Vault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Runs a statement where an SQL injection into a request would: in the server's own code, over
/// pooled connections, in the context of whoever sent the request. The server that is drilled has
/// no such hole, so this is a node of its own beside it, without web.
final class InjectionPoint implements AutoCloseable {

    private static final int ROWS_MAX = 1_000;

    private final Database database;

    private InjectionPoint(Database database) {
        this.database = database;
    }

    /// @param data the server's folder
    static InjectionPoint open(Path data) {
        var vault = Vault.open(data.resolve("vault"));
        return new InjectionPoint(Database.join(data, vault, Clock.systemUTC()));
    }

    /// As [Inside#injected].
    List<String> run(Optional<Handle> sender, String statement) throws SQLException {
        var caller =
                sender.<Caller>map(handle -> new Caller.Agent(handle)).orElseGet(Caller::anonymous);
        var sql = "/* planted */ " + statement;
        try {
            if (!Inside.answersRows(statement)) {
                return List.of(database.<Integer>transact(caller, tx -> tx.update(sql)).toString());
            }
            return database
                    .list(caller, sql, row -> Objects.requireNonNullElse(row.stringOrNull(1), ""))
                    .stream()
                    .limit(ROWS_MAX)
                    .toList();
        } catch (RuntimeException refused) {
            throw new SQLException("the statement was refused", refused);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
