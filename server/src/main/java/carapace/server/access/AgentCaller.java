package carapace.server.access;

import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import java.util.Optional;
import java.util.Set;

/// An agent whose token and proof were checked for this very request, and which is neither frozen
/// nor retired.
///
/// @param scopes of the token; the one that the request's method needs is among them
/// @param authority what counted for the agent when the request came in
/// @param database in whose name to read and write
public record AgentCaller(Authority authority, Set<Scope> scopes, Caller.Agent database)
        implements Reader, Sender {

    public AgentCaller {
        scopes = Set.copyOf(scopes);
    }

    public Handle handle() {
        return authority.handle();
    }

    @Override
    public Optional<Handle> agent() {
        return Optional.of(handle());
    }
}
