package carapace.rules.planted.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/// May hold a connection, but not run a text on it.
public final class Inside {

    void run(Connection connection, String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
