package carapace.server.communities;

import carapace.protocol.key.Handle;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Mentions;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.util.List;
import org.springframework.stereotype.Component;

/// The tables of communities against the records. A community is compared with its creator's chain,
/// since there is one for each, and with what all its moderators have said about it.
@Component
class CommunityAudit implements ChainAudit {

    private final CommunityAuditQueries queries;
    private final Mentions mentions;

    CommunityAudit(CommunityAuditQueries queries, Mentions mentions) {
        this.queries = queries;
        this.mentions = mentions;
    }

    @Override
    public Replay replay(Handle agent, Slice slice) {
        return new CommunityReplay(agent, slice, queries, mentions);
    }

    @Override
    public List<String> agents(String after, int limit) {
        return queries.agents(after, limit);
    }

    @Override
    public void sweep(Problems problems) {
        queries.eachCommunity(row -> {
            if (row.stray()) {
                problems.add(
                        "communities.communities",
                        row.community(),
                        "added: it follows from no record of its creator");
            }
        });
        queries.eachModerator(row -> {
            if (row.stray()) {
                problems.add(
                        "communities.moderators",
                        row.community() + " " + row.agent(),
                        "added: there is no such community");
            }
        });
    }
}
