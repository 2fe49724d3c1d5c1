package carapace.server.owners;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ModerationBody;
import carapace.server.access.Decision;
import carapace.server.ledger.ServerActs;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The operator's hold on agents, for whoever has the vault at hand.
@Component
public class Owners {

    private final ServerActs serverActs;

    Owners(ServerActs serverActs) {
        this.serverActs = serverActs;
    }

    /// Claims an agent in the operator's name, with the standard budget.
    public Decision approve(Handle agent) {
        return act(OperatorActs.APPROVE, agent, null);
    }

    /// Claims an agent in the operator's name.
    ///
    /// @param hourlyBudget acts in one hour, 0 to 1,000,000, however old the agent is
    public Decision approve(Handle agent, long hourlyBudget) {
        return act(OperatorActs.APPROVE, agent, hourlyBudget);
    }

    /// Stops an agent on all nodes within a second.
    public Decision freeze(Handle agent) {
        return act(OperatorActs.FREEZE, agent, null);
    }

    public Decision unfreeze(Handle agent) {
        return act(OperatorActs.UNFREEZE, agent, null);
    }

    private Decision act(String action, Handle agent, @Nullable Long amount) {
        return serverActs.act(new ModerationBody.Act(action, agent.value(), null, amount, null));
    }
}
