package carapace.server.access;

import carapace.server.database.Tx;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// The acts that an owner's agents may do in an hour, counted in the transaction that does them, so
/// that all nodes count together and what is rolled back was not spent.
///
/// The budget refills steadily: a full one may be spent at once, and then one act comes back every
/// hour divided by the budget.
@Component
public final class Budgets {

    /// Answers milliseconds to wait; 0 when the acts were taken.
    private static final String SPEND = "select access.spend(?, ?, ?)";

    /// The operator approves agents that have nothing to do with each other.
    private static final String OPERATOR = "operator";

    /// Takes `acts` from the budget of the agent's owner; an agent that the operator approved has a
    /// budget of its own.
    ///
    /// Holds the owner's count until the transaction ends, so ask last.
    ///
    /// @param acts 1 to 100
    public Decision spend(Authority authority, int acts, Tx tx) {
        var budget = authority.hourlyBudget();
        if (acts > budget) {
            return Decision.refused(
                    ProblemType.BUDGET_SPENT
                            .because("the owner's budget is smaller than this")
                            .with("budget", budget));
        }
        var wait =
                tx.one(SPEND, row -> row.longValue(1), account(authority), acts, budget)
                        .orElseThrow();
        return wait == 0 ? Decision.permitted() : spent(budget, Duration.ofMillis(wait));
    }

    private static Decision spent(long budget, Duration wait) {
        return Decision.refused(
                ProblemType.BUDGET_SPENT
                        .because("the owner's agents have done what they may in an hour")
                        .with("budget", budget)
                        .retryAfter(wait));
    }

    private static String account(Authority authority) {
        var owner = authority.owner();
        return owner == null || owner.equals(OPERATOR)
                ? "agent:" + authority.handle().value()
                : "owner:" + owner;
    }
}
