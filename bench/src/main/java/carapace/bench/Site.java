package carapace.bench;

import carapace.bench.load.Meter;
import carapace.protocol.key.Handle;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A throw-away server and its floor, in processes of their own on this machine. Its limits of
/// rates are lifted by the options that every operator has.
public interface Site extends AutoCloseable {

    /// Below this path the floor runs the same statements under row security.
    String GUARDED = "/guarded";

    URI server();

    /// The floor, started when it is first asked for.
    URI floor() throws IOException;

    /// Gives each agent an owner, and a budget that a measurement does not spend.
    void approve(List<Handle> agents);

    /// A connection as the administrator of the database.
    Connection superuser() throws SQLException;

    /// Stops the server and starts it again on the same data.
    ///
    /// @return milliseconds from the start of its process to its first answer from the database
    double restart() throws IOException, InterruptedException;

    Meter meter();

    /// {@return resident memory of the server's process, in MB}
    double serverMegabytes();

    /// {@return memory of PostgreSQL's processes, in MB, what they share counted once}
    double databaseMegabytes();

    @Override
    void close() throws IOException;

    /// Starts sites.
    interface Builder {
        Site build() throws IOException;
    }
}
