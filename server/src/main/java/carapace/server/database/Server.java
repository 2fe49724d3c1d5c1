package carapace.server.database;

import carapace.server.vault.Vault;

/// A PostgreSQL that was made ready: roles, schema and logins are in place.
interface Server extends AutoCloseable {

    Address address();

    String description();

    @Override
    void close();

    static Server start(DatabaseOptions options, Vault vault, Contexts contexts) {
        var server =
                options.url()
                        .<Server>map(url -> ExternalPostgres.reach(url, vault, contexts))
                        .orElseGet(() -> EmbeddedPostgres.start(options.data(), vault, contexts));
        return server;
    }
}
