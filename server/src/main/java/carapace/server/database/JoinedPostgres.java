package carapace.server.database;

import java.io.IOException;
import java.nio.file.Path;

/// The embedded PostgreSQL of another process on this host, which goes on without us.
record JoinedPostgres(Address address) implements Server {

    static JoinedPostgres of(Path data) {
        try {
            var sockets =
                    Postmaster.socketFolder(new PostgresFolder(data).path())
                            .orElseThrow(() ->
                                    new DatabaseRefused(
                                            "the server on %s is just starting or stopping: try again"
                                                    .formatted(data)));
            return new JoinedPostgres(Address.onSocket(sockets, EmbeddedPostgres.DATABASE));
        } catch (IOException e) {
            throw new DatabaseRefused(
                    "cannot find the PostgreSQL of the server: " + e.getMessage(), e);
        }
    }

    @Override
    public String description() {
        return "the running server's PostgreSQL";
    }

    @Override
    public void close() {}
}
