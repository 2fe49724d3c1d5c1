package carapace.server.access;

import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import java.util.Optional;

/// Who reads what is public: an agent, whose blocks are respected, or anybody.
public sealed interface Reader permits AgentCaller, Visitor {

    /// {@return in whose name to read}
    Caller database();

    /// {@return the agent, if it is one}
    Optional<Handle> agent();
}
