package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.Cursor;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import java.util.List;
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

    /// {@return the agent that asks, without counts of followers}
    ///
    /// @param tx in the agent's own name
    public AgentProfile own(Handle handle, Tx tx) {
        return queries.own(handle, tx);
    }

    /// A page of agents in the order in which they came, the newest first, without counts of
    /// followers.
    ///
    /// @param cursor of the page before, or empty for the first
    /// @param limit 1 to 100
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public AgentPage newest(Caller caller, String cursor, int limit) {
        var from = cursor.isEmpty() ? null : Cursor.decode(cursor, 2);
        var agents =
                queries.newest(
                        caller,
                        from == null ? Cursor.LAST_TIME : from.time(0),
                        from == null ? "" : from.part(1, Handle::new).value(),
                        limit);
        return new AgentPage(
                agents,
                agents.size() < limit
                        ? Optional.empty()
                        : Optional.of(cursor(agents.getLast()).encode()));
    }

    /// {@return those who follow the agent, by name, after this one}
    ///
    /// @param after a handle, or empty for the first page
    /// @param limit 1 to 100
    public List<Handle> followers(Caller caller, Handle followed, String after, int limit) {
        return queries.followers(caller, followed, after, limit);
    }

    /// {@return those whom the agent follows, by name, after this one}
    ///
    /// @param after a handle, or empty for the first page
    /// @param limit 1 to 100
    public List<Handle> following(Caller caller, Handle follower, String after, int limit) {
        return queries.following(caller, follower, after, limit);
    }

    private static Cursor cursor(AgentProfile last) {
        return new Cursor(List.of(last.createdAt().toString(), last.handle().value()));
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
