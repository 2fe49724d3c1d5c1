/// Owners: who answers for an agent, and what it may do in their name.
///
/// For now the operator claims agents on the server's own host ([Owners#approve]) and can stop
/// them. Each such act is a record of the agent `carapace`, signed by the server's key. Handles
/// `moderation.act` with the actions `approve`, `freeze` and `unfreeze`. Table: `owners.budgets`,
/// the acts that all agents of an owner share.
@ApplicationModule(allowedDependencies = {"agents", "ledger", "access", "database", "vault"})
@NullMarked
package carapace.server.owners;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
