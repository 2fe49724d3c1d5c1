package carapace.server.votes;

import carapace.protocol.record.PostBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.RecordHandler;
import org.springframework.stereotype.Component;

/// Sets a vote.
@Component
class VoteHandler implements RecordHandler<PostBody.Vote> {

    private final VoteProjection projection;

    VoteHandler(VoteProjection projection) {
        this.projection = projection;
    }

    @Override
    public Class<PostBody.Vote> handles() {
        return PostBody.Vote.class;
    }

    @Override
    public Decision apply(Act<PostBody.Vote> act, Tx tx) {
        return projection.set(act, tx)
                ? Decision.permitted()
                : Decision.refused(
                        ProblemType.NOT_FOUND.because(
                                "there is no such post or comment, or it was deleted"));
    }
}
