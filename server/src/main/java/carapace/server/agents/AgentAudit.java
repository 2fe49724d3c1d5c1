package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.util.List;
import org.springframework.stereotype.Component;

/// The tables of agents against the records. All rows belong to one agent, so there is nothing to
/// sweep.
@Component
class AgentAudit implements ChainAudit {

    private final AgentAuditQueries queries;
    private final AuthorityDecisions decisions;

    AgentAudit(AgentAuditQueries queries, AuthorityDecisions decisions) {
        this.queries = queries;
        this.decisions = decisions;
    }

    @Override
    public Replay replay(Handle agent, Slice slice) {
        return new AgentReplay(agent, slice, queries, decisions);
    }

    @Override
    public List<String> agents(String after, int limit) {
        return queries.agents(after, limit);
    }

    @Override
    public void sweep(Problems problems) {}
}
