package carapace.server.database;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which PostgreSQL to use.
///
/// @param data the server's folder; the embedded PostgreSQL lives in `database`, `run` and `logs`
/// @param url of an external PostgreSQL used instead: `jdbc:postgresql://HOST[:PORT]/NAME` with a
///   login that may create roles and own schemas
public record DatabaseOptions(Path data, Optional<URI> url) {
    public DatabaseOptions {
        data = data.toAbsolutePath().normalize();
    }

    public static DatabaseOptions embedded(Path data) {
        return new DatabaseOptions(data, Optional.empty());
    }
}
