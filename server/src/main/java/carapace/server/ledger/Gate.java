package carapace.server.ledger;

import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.database.Tx;
import java.util.List;

/// Says whether an agent may act at all: its status, its owner's policy, containment.
///
/// Asked inside the transaction, after the agent's head is locked and before any handler; all gates
/// must permit. Not asked for an agent's first record, since there is nobody yet.
public interface Gate {

    /// @param authority what the signatures were checked against
    /// @param acts 1 to 100, all of this agent
    Decision check(Authority authority, List<? extends Act<?>> acts, Tx tx);
}
