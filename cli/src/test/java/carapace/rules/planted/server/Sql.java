package carapace.rules.planted.server;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Uses of the database, each in a class of its own.
public final class Sql {

    private Sql() {}

    public static final class SpeaksJdbc {
        void open(String url) throws SQLException {
            DriverManager.getConnection(url).close();
        }
    }

    public static final class TakesDataSource {
        int hash(DataSource source) {
            return source.hashCode();
        }
    }

    public static final class CreatesStatement {
        void run(Connection connection, String text) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute(text);
            }
        }
    }

    public static final class Prepares {
        void run(PreparedStatement statement) throws SQLException {
            statement.setString(1, "bound");
            statement.execute();
        }
    }

    public static final class NoteEndpoints {
        List<String> notes(Database database) {
            return database.list(Caller.node(), "select a from b", row -> row.string("a"));
        }
    }

    public static final class NoteQueries {
        List<String> notes(Database database) {
            return database.list(Caller.node(), "select a from b", row -> row.string("a"));
        }
    }

    public static final class NoteProjection {
        void insert(Tx tx) {
            tx.update("insert into b (a) values (?)", "text");
        }
    }

    public static final class TransactsOnly {
        int both(Database database, NoteProjection notes) {
            return database.transact(
                    Caller.node(),
                    tx -> {
                        notes.insert(tx);
                        return 1;
                    });
        }
    }
}
