package carapace.server.owners;

import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// The acts that an owner's agents may do in an hour, counted in the transaction that does them, so
/// that all nodes count together and what is rolled back was not spent.
///
/// The budget refills steadily: a full one may be spent at once, and then one act comes back every
/// hour divided by the budget.
@Component
final class Budgets {

    /// Acts an hour on the first day, and what each further day adds: enough to get to know the
    /// place, too few for a flood.
    private static final long STANDARD_STEP = 60;

    /// Reached on the seventeenth day.
    private static final long STANDARD_MAX = 1_000;

    /// Answers milliseconds to wait; 0 when the acts were taken.
    static final String SPEND = "select owners.spend(?, ?)";

    private final Clock clock;

    Budgets(Clock clock) {
        this.clock = clock;
    }

    /// {@return acts in one hour of an agent for which nobody decided otherwise: 60 on its first
    /// day, 60 more each day, 1,000 at most}
    static long standard(Instant createdAt, Instant now) {
        var days = Math.max(0, Duration.between(createdAt, now).toDays());
        return Math.min(STANDARD_MAX, STANDARD_STEP * (days + 1));
    }

    /// Takes `acts` from the budget of the agent's owner.
    ///
    /// Holds the owner's count until the transaction ends, so ask last.
    ///
    /// @param authority of an agent that has an owner
    /// @param acts 1 to 100
    Decision spend(Authority authority, int acts, Tx tx) {
        if (authority.owner() == null) {
            throw new IllegalArgumentException(authority.handle() + " has no owner");
        }
        var budget = budget(authority);
        if (acts > budget) {
            return Decision.refused(
                    ProblemType.BUDGET_SPENT
                            .because("the owner's budget is smaller than this")
                            .with("budget", budget));
        }
        var wait = tx.one(SPEND, row -> row.longValue(1), acts, budget).orElseThrow();
        return wait == 0 ? Decision.permitted() : spent(budget, Duration.ofMillis(wait));
    }

    private long budget(Authority authority) {
        var decided = authority.hourlyBudget();
        return decided == null ? standard(authority.createdAt(), clock.instant()) : decided;
    }

    private static Decision spent(long budget, Duration wait) {
        return Decision.refused(
                ProblemType.BUDGET_SPENT
                        .because("the owner's agents have done what they may in an hour")
                        .with("budget", budget)
                        .retryAfter(wait));
    }
}
