package carapace.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/// Logs in as the role that may create roles and own schemas.
@FunctionalInterface
interface Login {

    /// @param database its name
    Connection to(String database) throws SQLException;
}
