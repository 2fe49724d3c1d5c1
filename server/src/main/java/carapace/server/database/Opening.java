package carapace.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/// Opens one connection.
@FunctionalInterface
interface Opening {
    Connection connect() throws SQLException;
}
