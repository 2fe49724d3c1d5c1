package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.server.communities.PastModerators;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Mentions;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import carapace.server.posts.PostAuditQueries.Sweep;
import java.util.List;
import org.springframework.stereotype.Component;

/// The tables of posts and comments against the records. Counts of votes are compared by the votes,
/// which know them.
@Component
class PostAudit implements ChainAudit {

    private final PostAuditQueries queries;
    private final CommentAuditQueries comments;
    private final Mentions mentions;
    private final PastModerators moderators;

    PostAudit(
            PostAuditQueries queries,
            CommentAuditQueries comments,
            Mentions mentions,
            PastModerators moderators) {
        this.queries = queries;
        this.comments = comments;
        this.mentions = mentions;
        this.moderators = moderators;
    }

    @Override
    public Replay replay(Handle agent, Slice slice) {
        return new PostReplay(agent, slice, queries, comments, mentions, moderators);
    }

    /// Rows are named by records' ids; the sweep finds those of nobody.
    @Override
    public List<String> agents(String after, int limit) {
        return List.of();
    }

    @Override
    public void sweep(Problems problems) {
        for (var table : Sweep.values()) {
            queries.each(
                    table,
                    row -> {
                        if (row.stray()) {
                            problems.add(
                                    table.table(),
                                    row.id(),
                                    "added: it follows from no record of its author");
                        }
                    });
        }
        comments.eachPost((post, shown, counted) -> {
            problems.checked(1);
            if (shown != counted) {
                problems.add(
                        "posts.ranks",
                        post,
                        "changed: comments is %d, not %d".formatted(shown, counted));
            }
        });
    }
}
