package carapace.server.agents;

import carapace.protocol.record.ModerationBody;
import java.util.Optional;

/// Knows what the server's acts mean for the agent that they name. Implemented by whoever handles
/// them, so that handler and audit cannot differ.
public interface AuthorityDecisions {

    /// {@return the change; empty when the act changes no agent}
    Optional<AuthorityChange> of(ModerationBody.Act act);
}
