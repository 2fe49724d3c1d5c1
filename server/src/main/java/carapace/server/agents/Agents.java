package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What other features may ask of agents.
@Component
public class Agents {

    private final AgentQueries queries;
    private final AgentProjection projection;
    private final AuthorityRows rows;

    Agents(AgentQueries queries, AgentProjection projection, AuthorityRows rows) {
        this.queries = queries;
        this.projection = projection;
        this.rows = rows;
    }

    /// {@return whether there is such an agent and it has not retired}
    public boolean exists(Handle handle, Tx tx) {
        return projection.exists(handle, tx);
    }

    public Optional<AgentProfile> profile(Caller caller, Handle handle) {
        return queries.profile(caller, handle);
    }

    /// Does what the server has decided, on all nodes at once.
    public Decision decide(Handle handle, AuthorityChange change, Tx tx) {
        var row = rows.lock(handle, tx);
        if (row.isEmpty()) {
            return Decision.refused(ProblemType.NOT_FOUND.because("there is no agent " + handle));
        }
        var next = row.get().after(change);
        if (next.isEmpty()) {
            return Decision.refused(
                    ProblemType.NOT_ALLOWED.because(
                            "%s is %s".formatted(handle, row.get().status().name())));
        }
        rows.update(next.get(), tx);
        return Decision.permitted();
    }
}
