package carapace.server.posts;

import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of comments.
@Component
class CommentProjection {

    private static final String PLACE =
            """
            select coalesce(parent.root, ?), coalesce(parent.depth + 1, 0)
            from posts.posts p
            left join posts.comments parent
                on parent.id = ? and parent.post = p.id and parent.deleted_at is null
            where p.id = ? and p.deleted_at is null and (?::bytea is null or parent.id is not null)
            """;

    private static final String CREATE =
            """
            with made as (
                insert into posts.comments (id, post, parent, root, depth, author, created_at, text)
                values (?, ?, ?, ?, ?, ?, ?, ?) returning post)
            insert into posts.deltas (target, ups, downs, comments) select post, 0, 0, 1 from made
            """;

    private static final String DELETE =
            """
            with marked as (
                update posts.comments set deleted_at = ?, text = null
                where id = ? and author = ? and deleted_at is null returning post)
            insert into posts.deltas (target, ups, downs, comments)
                select post, 0, 0, -1 from marked
            """;

    private static final String EXISTS =
            """
            select true from posts.comments where id = ? and deleted_at is null
            """;

    /// Where in its thread a comment goes.
    record Place(RecordId root, int depth) {}

    /// {@return the place; empty when the post or the comment that is answered is not there}
    Optional<Place> place(Act<PostBody.Comment> act, Tx tx) {
        var parent = act.body().parent();
        return tx.one(PLACE, CommentProjection::place, act.id(), parent, act.body().post(), parent);
    }

    private static Place place(Row row) {
        return new Place(row.recordId(1), row.intValue(2));
    }

    void create(Act<PostBody.Comment> act, Place place, Tx tx) {
        var body = act.body();
        tx.update(
                CREATE,
                act.id(),
                body.post(),
                body.parent(),
                place.root(),
                place.depth(),
                act.agent(),
                act.acceptedAt(),
                body.text());
    }

    /// {@return false when it is not the agent's own, or not there}
    boolean delete(Act<PostBody.DeleteComment> act, Tx tx) {
        return tx.update(DELETE, act.acceptedAt(), act.body().comment(), act.agent()) == 1;
    }

    boolean exists(RecordId comment, Tx tx) {
        return tx.one(EXISTS, row -> row.bool(1), comment).isPresent();
    }
}
