package carapace.server.owners;

import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.Gate;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Takes the acts from the owner's budget. Asked last: it holds the owner's count.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class BudgetGate implements Gate {

    private final Budgets budgets;

    BudgetGate(Budgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public Decision check(Authority authority, List<? extends Act<?>> acts, Tx tx) {
        return budgets.spend(authority, acts.size(), tx);
    }
}
