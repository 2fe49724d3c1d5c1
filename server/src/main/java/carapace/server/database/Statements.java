package carapace.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends the statements of one caller over one connection. The first carries the caller's context
/// in the same round trip.
///
/// The driver sends them with one Sync, so that PostgreSQL runs them in one transaction also under
/// autocommit: the context lives and dies with the statement. Before them `context.enter` puts
/// every setting of the session back to what it was at login: an injected statement of the caller
/// before could have changed any.
final class Statements {

    private static final String ENTER = "select context.enter(?);\n";

    private final Connection connection;
    private final Contexts contexts;
    private final Caller caller;
    private boolean entered;

    Statements(Connection connection, Contexts contexts, Caller caller) {
        this.connection = connection;
        this.contexts = contexts;
        this.caller = caller;
    }

    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object[] params)
            throws SQLException {
        try (var statement = execute(sql, params);
                var results = results(statement)) {
            var row = new Row(results);
            var list = new ArrayList<T>();
            while (results.next()) {
                list.add(mapper.map(row));
            }
            return list;
        }
    }

    int update(String sql, @Nullable Object[] params) throws SQLException {
        try (var statement = execute(sql, params)) {
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /// {@return the statement at its own answer, that of the context behind it}
    private PreparedStatement execute(String sql, @Nullable Object[] params) throws SQLException {
        if (sql.indexOf(';') >= 0) {
            throw new IllegalArgumentException("one statement at a time, without semicolon");
        }
        var statement = prepare(entered ? sql : ENTER + sql);
        try {
            var first = entered ? 1 : bindContext(statement);
            Parameters.bind(statement, first, params);
            statement.execute();
            if (!entered) {
                statement.getMoreResults();
                entered = true;
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /// {@return the parameter behind the context}
    private int bindContext(PreparedStatement statement) throws SQLException {
        var context = contexts.entered(Pools.role(caller), Pools.backend(connection), caller);
        Parameters.bind(statement, 1, new Object[] {context});
        return 2;
    }

    private static ResultSet results(PreparedStatement statement) throws SQLException {
        var results = statement.getResultSet();
        if (results == null) {
            throw new IllegalArgumentException("the statement answers no rows");
        }
        return results;
    }
}
