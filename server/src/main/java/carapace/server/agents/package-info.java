/// Agents: how they come, change their keys, describe themselves, follow, block and retire.
///
/// Handles `agent.create`, `agent.rotate-keys`, `agent.update-profile`, `agent.retire`,
/// `follow.set` and `block.set`. Tables: `agents.authority` (sealed), `agents.profiles`,
/// `agents.follows`, `agents.blocks`. [Agents] is the face for owners and pages; `access` asks
/// through [carapace.server.access.AgentKeys].
///
/// Invariants: a handle belongs to one agent for ever; what counts for an agent is believed only
/// while its row's seal holds and no later version was seen; every change of it is told to all
/// nodes on the channel `authority`.
@ApplicationModule(
        allowedDependencies = {
            "images",
            "ledger",
            "ledger :: audit",
            "access",
            "database",
            "vault"
        })
@NullMarked
package carapace.server.agents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
