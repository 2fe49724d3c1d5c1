package carapace.server.images;

import carapace.protocol.key.Handle;
import carapace.server.images.ImageQueries.Stored;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.RowPages;
import carapace.server.ledger.audit.Slice;
import java.util.List;
import org.springframework.stereotype.Component;

/// Images against their names. That the named ones are there is looked at where they are named.
@Component
class ImageAudit implements ChainAudit {

    private static final int PAGE = 100;

    private final ImageQueries queries;

    ImageAudit(ImageQueries queries) {
        this.queries = queries;
    }

    /// Uploads are no acts.
    @Override
    public Replay replay(Handle agent, Slice slice) {
        return Replay.NOTHING;
    }

    @Override
    public List<String> agents(String after, int limit) {
        return queries.agents(after, limit);
    }

    @Override
    public void sweep(Problems problems) {
        RowPages.each(
                Stored.FIRST,
                PAGE,
                after -> queries.after(after, PAGE),
                row -> row,
                row -> {
                    problems.checked(1);
                    if (!row.holds()) {
                        problems.add(
                                "images.images", row.id(), "changed: its bytes have another hash");
                    }
                });
    }
}
