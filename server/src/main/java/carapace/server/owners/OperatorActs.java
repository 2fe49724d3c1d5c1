package carapace.server.owners;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ModerationBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.agents.Agents;
import carapace.server.agents.AuthorityChange;
import carapace.server.agents.AuthorityDecisions;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.RecordHandler;
import carapace.server.ledger.ServerActs;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Does what the server's own `moderation.act` says.
@Component
class OperatorActs implements RecordHandler<ModerationBody.Act>, AuthorityDecisions {

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
        return of(body).map(change -> agents.decide(new Handle(body.target()), change, tx))
                .orElseGet(() ->
                        Decision.refused(
                                ProblemType.TYPE_NOT_HANDLED.because(
                                        "this server does not know the action")));
    }

    @Override
    public Optional<AuthorityChange> of(ModerationBody.Act act) {
        return switch (act.action()) {
            // An owner of its own for each agent, since agents of one owner share a budget.
            case APPROVE ->
                    Optional.of(
                            new AuthorityChange.Claim("operator:" + act.target(), act.amount()));
            case FREEZE -> Optional.of(new AuthorityChange.Freeze());
            case UNFREEZE -> Optional.of(new AuthorityChange.Unfreeze());
            default -> Optional.empty();
        };
    }
}
