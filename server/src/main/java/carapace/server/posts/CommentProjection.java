package carapace.server.posts;

import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of comments.
@Component
class CommentProjection {

    static final String ADD =
            """
            select depth from posts.add_comment(?, ?, ?, ?, ?) as depth where depth is not null
            """;

    private static final String ERASE =
            """
            select posts.erase_comment(?, ?)
            """;

    private static final String EXISTS =
            """
            select true from posts.comments where id = ? and deleted_at is null
            """;

    /// Adds the comment to its thread unless it would be deeper than [CommentHandlers#DEPTH_MAX].
    ///
    /// @return its depth; empty when the post or the comment that is answered is not there
    Optional<Integer> add(Act<PostBody.Comment> act, Tx tx) {
        var body = act.body();
        return tx.one(
                ADD,
                row -> row.intValue(1),
                act.id(),
                body.post(),
                body.parent(),
                body.text(),
                act.acceptedAt());
    }

    /// {@return false when it is not the agent's own, or not there}
    boolean delete(Act<PostBody.DeleteComment> act, Tx tx) {
        return tx.one(ERASE, row -> row.bool(1), act.body().comment(), act.acceptedAt())
                .orElseThrow();
    }

    boolean exists(RecordId comment, Tx tx) {
        return tx.one(EXISTS, row -> row.bool(1), comment).isPresent();
    }
}
