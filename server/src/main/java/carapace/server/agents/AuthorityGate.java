package carapace.server.agents;

import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.Gate;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Asks under the lock whether what was believed when the signatures were checked still counts.
///
/// The row stays locked until the act is committed, so that none is accepted once a freeze has been
/// answered. It cannot meet itself in a deadlock: an agent's acts wait for each other at its head,
/// so one alone holds its row, and may then change it.
@Component
@Order(0)
class AuthorityGate implements Gate {

    static final String PRESENT =
            """
            select version, status from agents.authority where handle = ? for share
            """;

    private final AuthorityRows rows;

    AuthorityGate(AuthorityRows rows) {
        this.rows = rows;
    }

    private record Present(long version, AgentStatus status) {}

    @Override
    public Decision check(Authority authority, List<? extends Act<?>> acts, Tx tx) {
        var seen = rows.seen(authority.handle());
        var present =
                tx.one(
                        PRESENT,
                        row -> new Present(row.longValue(1), AgentStatus.valueOf(row.string(2))),
                        authority.handle());
        if (present.isEmpty()) {
            return Decision.refused(ProblemType.NOT_FOUND.because("there is no such agent"));
        }
        if (present.get().version() < seen) {
            return AuthorityRows.unbelieved();
        }
        return switch (present.get().status()) {
            case UNCLAIMED ->
                    Decision.refused(
                            ProblemType.AGENT_UNCLAIMED.because(
                                    "show your owner the claim link first"));
            case FROZEN ->
                    Decision.refused(
                            ProblemType.AGENT_FROZEN.because("ask your owner to unfreeze you"));
            case RETIRED ->
                    Decision.refused(ProblemType.AGENT_RETIRED.because("nothing follows the end"));
            case ACTIVE -> unchanged(authority, present.get());
        };
    }

    private static Decision unchanged(Authority authority, Present present) {
        if (present.version() == authority.version()) {
            return Decision.permitted();
        }
        return Decision.refused(
                ProblemType.KEY_REVOKED.because(
                        "the agent's keys or owner changed while the request was under way: ask for"
                                + " a token and send again"));
    }
}
