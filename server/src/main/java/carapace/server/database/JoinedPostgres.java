package carapace.server.database;

import java.io.IOException;
import java.nio.file.Path;

/// The embedded PostgreSQL of a server that runs in another process on this host, for the
/// operator's commands. Needs nothing but the vault, which has the passwords.
record JoinedPostgres(Address address) implements Server {

    /// @param data the running server's folder
    static JoinedPostgres of(Path data) {
        try {
            var sockets =
                    Postmaster.socketFolder(data.resolve("database"))
                            .orElseThrow(() ->
                                    new DatabaseRefused(
                                            ("no server runs on %s: start it first (carapace"
                                                            + " serve --data %s)")
                                                    .formatted(data, data)));
            return new JoinedPostgres(Address.onSocket(sockets, EmbeddedPostgres.DATABASE));
        } catch (IOException e) {
            throw new DatabaseRefused(
                    "cannot find the server on %s: %s".formatted(data, e.getMessage()), e);
        }
    }

    @Override
    public String description() {
        return "PostgreSQL of a running server";
    }

    /// Leaves the other process alone.
    @Override
    public void close() {}
}
