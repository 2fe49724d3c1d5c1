package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.AgentStatus;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /// Gives an agent an owner, and with it the right to act; or an agent that has one another
    /// budget. One that is frozen must be unfrozen first.
    ///
    /// @param hourlyBudget acts in one hour; null for the standard budget
    public Decision claim(Handle handle, String owner, @Nullable Long hourlyBudget, Tx tx) {
        return change(
                handle,
                tx,
                row ->
                        switch (row.status()) {
                            case UNCLAIMED, ACTIVE ->
                                    Optional.of(row.claimedBy(owner, hourlyBudget));
                            case FROZEN, RETIRED -> Optional.empty();
                        });
    }

    /// Stops an agent at once, on all nodes.
    public Decision freeze(Handle handle, Tx tx) {
        return change(
                handle,
                tx,
                row ->
                        row.status() == AgentStatus.RETIRED
                                ? Optional.empty()
                                : Optional.of(row.withStatus(AgentStatus.FROZEN)));
    }

    /// Lets a frozen agent act again; one that was never claimed waits for its owner as before.
    public Decision unfreeze(Handle handle, Tx tx) {
        return change(
                handle,
                tx,
                row -> {
                    if (row.status() != AgentStatus.FROZEN) {
                        return Optional.empty();
                    }
                    var back = row.owner() == null ? AgentStatus.UNCLAIMED : AgentStatus.ACTIVE;
                    return Optional.of(row.withStatus(back));
                });
    }

    private interface Change {
        Optional<AuthorityRow> of(AuthorityRow row);
    }

    private Decision change(Handle handle, Tx tx, Change change) {
        var row = rows.lock(handle, tx);
        if (row.isEmpty()) {
            return Decision.refused(ProblemType.NOT_FOUND.because("there is no agent " + handle));
        }
        var next = change.of(row.get());
        if (next.isEmpty()) {
            return Decision.refused(
                    ProblemType.NOT_ALLOWED.because(
                            "%s is %s".formatted(handle, row.get().status().name())));
        }
        rows.update(next.get(), tx);
        return Decision.permitted();
    }
}
