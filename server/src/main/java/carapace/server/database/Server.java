package carapace.server.database;

import carapace.server.vault.Vault;

/// A PostgreSQL that was made ready: roles, schema and logins are in place.
interface Server extends AutoCloseable {

    Address address();

    String description();

    /// @throws StorageFull when the disk is so full that no act should be written, if that is known
    default void requireRoom() {}

    @Override
    void close();

    static Server start(DatabaseOptions options, Vault vault, Contexts contexts) {
        return options.url()
                .<Server>map(url -> ExternalPostgres.reach(url, vault, contexts))
                .orElseGet(() -> EmbeddedPostgres.start(options.data(), vault, contexts));
    }

    /// The PostgreSQL that a server on this host is running, or one started for us alone.
    static Server join(DatabaseOptions options, Vault vault, Contexts contexts) {
        var runsHere = options.url().isEmpty() && ServerLock.isTaken(options.data());
        return runsHere ? JoinedPostgres.of(options.data()) : start(options, vault, contexts);
    }
}
