package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.RecordId;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of posts.
@Component
class PostProjection {

    static final String CREATE =
            """
            select posts.add_post(?, ?, ?, ?, ?, ?)
            """;

    /// A label is stored behind its colour and a blank, nine characters in.
    private static final String LABEL =
            """
            update posts.bodies b set label = ?
            where b.id = ? and exists (
                select from posts.posts p
                join communities.communities c on c.name = p.community
                cross join lateral unnest(c.labels) as given (label)
                where p.id = b.id and substr(given.label, 9) = ?)
            """;

    private static final String UNLABEL =
            """
            update posts.bodies set label = null where id = ?
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

    /// {@return why the post was not added, if it was not}
    Optional<Unwanted> create(Act<PostBody.Create> act, Tx tx) {
        var body = act.body();
        var why =
                tx.list(
                        CREATE,
                        row -> Optional.ofNullable(row.stringOrNull(1)).map(Unwanted::parse),
                        act.id(),
                        body.community(),
                        body.title(),
                        body.text(),
                        body.url(),
                        act.acceptedAt());
        return why.getFirst();
    }

    /// Why a community does not want a post.
    enum Unwanted {
        /// Only subscribers and moderators post there.
        SUBSCRIBERS,
        /// The agent has posted there a short while ago.
        SLOW;

        static Unwanted parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /// {@return false when the post's community has no such label}
    ///
    /// @param label or `none`
    boolean label(RecordId post, String label, Tx tx) {
        return label.equals(PostLabel.NONE)
                ? tx.update(UNLABEL, post) == 1
                : tx.update(LABEL, label, post, label) == 1;
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
