package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of posts.
@Component
class PostProjection {

    static final String CREATE =
            """
            select posts.add_post(?, ?, ?, ?, ?, ?)
            """;

    private static final String FIND =
            """
            select author, community from posts.posts where id = ? and deleted_at is null
            """;

    private static final String EDIT =
            """
            with marked as (
                update posts.posts set edited_at = ? where id = ? returning id, author),
            noted as (insert into posts.edits (id, post, author) select ?, id, author from marked)
            update posts.bodies b
            set title = coalesce(?, b.title), text = coalesce(?, b.text)
            from marked where b.id = marked.id
            """;

    private static final String DELETE =
            """
            with marked as (update posts.posts set deleted_at = ? where id = ? returning id),
            unranked as (delete from posts.ranks r using marked where r.id = marked.id)
            delete from posts.bodies b using marked where b.id = marked.id
            """;

    private static final String RECORDS =
            """
            select ?::bytea union all select id from posts.edits where post = ?
            """;

    private static final String PIN =
            """
            update posts.ranks r set pinned_at = ?
            where r.id = ? and (
                select count(*) from posts.ranks other
                where other.community = r.community and other.pinned_at is not null
                    and other.id <> r.id) < ?
            """;

    private static final String UNPIN =
            """
            update posts.ranks set pinned_at = null where id = ?
            """;

    static final int PINNED_MAX = 3;

    void create(Act<PostBody.Create> act, Tx tx) {
        var body = act.body();
        tx.list(
                CREATE,
                _ -> true,
                act.id(),
                body.community(),
                body.title(),
                body.text(),
                body.url(),
                act.acceptedAt());
    }

    /// A post that can still be changed.
    record Live(Handle author, String community) {}

    Optional<Live> find(RecordId id, Tx tx) {
        return tx.one(FIND, PostProjection::live, id);
    }

    private static Live live(Row row) {
        return new Live(row.handle(1), row.string(2));
    }

    void edit(Act<PostBody.Edit> act, Tx tx) {
        var body = act.body();
        tx.update(EDIT, act.acceptedAt(), body.post(), act.id(), body.title(), body.text());
    }

    /// {@return every record that repeats what the post said: its own and its edits}
    List<RecordId> records(RecordId post, Tx tx) {
        return tx.list(RECORDS, row -> row.recordId(1), post, post);
    }

    void delete(Act<PostBody.Delete> act, Tx tx) {
        tx.update(DELETE, act.acceptedAt(), act.body().post());
    }

    /// {@return false when three others are pinned already}
    boolean pin(Act<PostBody.Pin> act, Tx tx) {
        var body = act.body();
        return body.pinned()
                ? tx.update(PIN, act.acceptedAt(), body.post(), PINNED_MAX) == 1
                : tx.update(UNPIN, body.post()) == 1;
    }
}
