package carapace.drills;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What an attacker is assumed to hold who has the whole database: its files, a superuser's
/// connection and the logs, but not the vault.
public interface Inside {

    /// {@return PostgreSQL's data directory, with WAL and configuration}
    Path databaseFolder();

    /// {@return the folder of the server's and the database's logs}
    Path logFolder();

    /// Connects as the superuser, past every policy. The caller closes it.
    Connection superuser() throws SQLException;

    /// Connects with the rights of one of the server's own roles, such as `carapace_app`, but
    /// without the server's key to a context. The caller closes it.
    Connection role(String role) throws SQLException;

    /// {@return a JDBC URL of the same database without any login}
    String jdbcUrlWithoutLogin();

    /// {@return the TCP ports on which the server's processes listen}
    List<Integer> listeningPorts() throws IOException;

    /// Runs a statement where an SQL injection into a request would: in the server's own code, as
    /// the role and in the context of whoever sent the request.
    ///
    /// @param sender the agent that sent it; empty for the public
    /// @param sql one statement, without semicolon
    /// @return the first column as text, empty for null, of at most 1,000 rows; for a statement
    ///   that answers none, how many rows it changed
    /// @throws SQLException when it was refused
    List<String> injected(Optional<Puppet> sender, String sql) throws SQLException;

    /// A row, or part of the schema, of which the operator's audit says that it is not what it was.
    ///
    /// @param table `schema` for the schema
    record Named(String table, String key, String problem) {}

    /// Runs the operator's audit over the whole database.
    ///
    /// @return what it names; empty when it finds nothing wrong
    List<Named> audit() throws Exception;

    /// Starts another node of the same network, or answers the one already started.
    URI secondNode() throws Exception;

    /// Ends the server process without warning (SIGKILL) and starts it again on the same folder.
    void crashServer() throws Exception;

    /// Ends the database without warning (SIGKILL to the postmaster); the server must recover.
    void crashDatabase() throws Exception;

    /// {@return whether a statement for [#injected] answers rows}
    static boolean answersRows(String sql) {
        return sql.startsWith("select") || sql.startsWith("explain");
    }
}
