/// PostgreSQL: started here or reached by URL, migrated, and opened only under row-level security.
///
/// Every statement runs as the least role that can do it and inside a context that names the
/// caller. The context carries a MAC made outside the database, so that an injected `set_config`
/// cannot name somebody else. No JDBC type leaves this package.
@ApplicationModule(allowedDependencies = {"vault"})
@NullMarked
package carapace.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
