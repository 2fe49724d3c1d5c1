package carapace.server.votes;

import carapace.protocol.record.PostBody;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import org.springframework.stereotype.Component;

/// All writing of votes.
@Component
class VoteProjection {

    static final String SET =
            """
            select votes.set_vote(?, ?::smallint, ?)
            """;

    /// Sets the vote and counts what that changes.
    ///
    /// @return false when there is no such post or comment, or it was deleted
    boolean set(Act<PostBody.Vote> act, Tx tx) {
        var body = act.body();
        return tx.one(
                        SET,
                        row -> row.bool(1),
                        body.target(),
                        body.vote().weight(),
                        act.acceptedAt())
                .orElseThrow();
    }
}
