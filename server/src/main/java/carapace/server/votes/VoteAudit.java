package carapace.server.votes;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.RowPages;
import carapace.server.ledger.audit.Slice;
import java.util.List;
import org.springframework.stereotype.Component;

/// Votes against the records, scores and standing against the votes.
@Component
class VoteAudit implements ChainAudit {

    private static final int AGENTS_PAGE = 1_000;

    private final VoteAuditQueries queries;

    VoteAudit(VoteAuditQueries queries) {
        this.queries = queries;
    }

    @Override
    public Replay replay(Handle agent, Slice slice) {
        return new VoteReplay(agent, slice);
    }

    private final class VoteReplay implements Replay {

        private final Handle agent;
        private final Expected<RecordId> votes;

        VoteReplay(Handle agent, Slice slice) {
            this.agent = agent;
            votes = new Expected<>("votes.votes", slice, "value", "set_at");
        }

        @Override
        public void acted(Act<?> act) {
            if (act.body() instanceof PostBody.Vote(var target, var vote)) {
                votes.put(target, vote.weight(), act.acceptedAt());
            }
        }

        @Override
        public void compare(Tx tx, Problems problems) {
            queries.eachVote(
                    agent,
                    tx,
                    found -> votes.found(problems, found.target(), found.value(), found.setAt()));
            votes.missing(problems);
        }
    }

    private void standing(String agent, Problems problems) {
        problems.checked(1);
        for (var author : queries.wrongPairs(agent)) {
            problems.add(
                    "votes.pairs",
                    agent + " " + author,
                    "changed: net does not follow from the votes");
        }
        if (!queries.stands(agent)) {
            problems.add(
                    "agents.standing",
                    agent,
                    "changed: karma or points do not follow from the votes");
        }
    }

    @Override
    public List<String> agents(String after, int limit) {
        return queries.agents(after, limit);
    }

    /// What others think of an agent is seen by the server's own work only.
    @Override
    public void sweep(Problems problems) {
        RowPages.each(
                "",
                AGENTS_PAGE,
                after -> queries.agents(after, AGENTS_PAGE),
                agent -> agent,
                agent -> standing(agent, problems));
        for (var table : VoteAuditQueries.Scored.values()) {
            queries.each(
                    table,
                    score -> {
                        problems.checked(1);
                        if (!score.holds()) {
                            problems.add(
                                    table.table(),
                                    score.target(),
                                    "changed: up, down or rank do not follow from the votes");
                        }
                    });
        }
    }
}
