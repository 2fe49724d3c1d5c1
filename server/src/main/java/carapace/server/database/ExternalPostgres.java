package carapace.server.database;

import carapace.server.vault.Vault;
import java.net.URI;

/// A PostgreSQL that somebody else runs, 15 or newer.
record ExternalPostgres(Address address, String description) implements Server {

    static ExternalPostgres reach(URI url, Vault vault, Contexts contexts) {
        var given = ExternalUrl.parse(url);
        var address = given.address();
        Login admin = name -> address.named(name).connect(given.user(), given.password());
        Bootstrap.prepare(admin, address, vault, contexts);
        return new ExternalPostgres(address, "external PostgreSQL at " + address.url());
    }

    /// It goes on without us.
    @Override
    public void close() {}
}
