package carapace.server.votes;

import carapace.protocol.record.PostBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.RecordHandler;
import carapace.server.posts.Posts;
import org.springframework.stereotype.Component;

/// Sets a vote and tells the posts what changed.
@Component
class VoteHandler implements RecordHandler<PostBody.Vote> {

    private final VoteProjection projection;
    private final Posts posts;

    VoteHandler(VoteProjection projection, Posts posts) {
        this.projection = projection;
        this.posts = posts;
    }

    @Override
    public Class<PostBody.Vote> handles() {
        return PostBody.Vote.class;
    }

    @Override
    public Decision apply(Act<PostBody.Vote> act, Tx tx) {
        var target = act.body().target();
        if (!posts.canBeVotedOn(target, tx)) {
            return Decision.refused(
                    ProblemType.NOT_FOUND.because(
                            "there is no such post or comment, or it was deleted"));
        }
        var before = projection.set(act, tx);
        var after = act.body().vote().weight();
        if (before != after) {
            posts.count(
                    target, one(after, 1) - one(before, 1), one(after, -1) - one(before, -1), tx);
        }
        return Decision.permitted();
    }

    private static int one(int vote, int direction) {
        return vote == direction ? 1 : 0;
    }
}
