package carapace.server.owners;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ModerationBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.agents.Agents;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.RecordHandler;
import carapace.server.ledger.ServerActs;
import org.springframework.stereotype.Component;

/// Does what the server's own `moderation.act` says.
@Component
class OperatorActs implements RecordHandler<ModerationBody.Act> {

    static final String APPROVE = "approve";
    static final String FREEZE = "freeze";
    static final String UNFREEZE = "unfreeze";

    private final Agents agents;

    OperatorActs(Agents agents) {
        this.agents = agents;
    }

    @Override
    public Class<ModerationBody.Act> handles() {
        return ModerationBody.Act.class;
    }

    @Override
    public Decision apply(Act<ModerationBody.Act> act, Tx tx) {
        var body = act.body();
        if (!act.agent().equals(ServerActs.HANDLE) || !Handle.isValid(body.target())) {
            return Decision.refused(
                    ProblemType.NOT_ALLOWED.because("only the server moderates agents"));
        }
        var target = new Handle(body.target());
        return switch (body.action()) {
            // An owner of its own for each agent, since agents of one owner share a budget.
            case APPROVE -> agents.claim(target, "operator:" + target, body.amount(), tx);
            case FREEZE -> agents.freeze(target, tx);
            case UNFREEZE -> agents.unfreeze(target, tx);
            default ->
                    Decision.refused(
                            ProblemType.TYPE_NOT_HANDLED.because(
                                    "this server does not know the action"));
        };
    }
}
