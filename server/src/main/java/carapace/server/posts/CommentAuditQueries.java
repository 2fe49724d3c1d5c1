package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.RowPages;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of comments for the audit.
@Component
class CommentAuditQueries {

    private static final int PAGE = 1_000;

    /// A comment's place follows from that of the comment that it answers, which is compared with
    /// its own author's chain.
    private static final String COMMENTS =
            """
            select c.id, c.post, c.parent, c.author, c.created_at, c.deleted_at, c.text,
                c.root = coalesce(parent.root, c.id) and c.depth = coalesce(parent.depth + 1, 0)
                    and (c.parent is null or parent.id is not null)
            from posts.comments c
            left join posts.comments parent on parent.id = c.parent and parent.post = c.post
            where c.id = any (?)
            """;

    /// By way of the threads' roots, for which there are indexes.
    private static final String COUNTS =
            """
            with page as materialized (
                select r.id, r.comments from posts.ranks r where r.id > ? order by r.id limit ?)
            select page.id, page.comments + coalesce(waiting.comments, 0), (
                select count(*) from posts.comments root
                join posts.comments c on c.root = root.id
                where root.post = page.id and root.parent is null and c.deleted_at is null)
            from page
            left join posts.waiting(array(select id from page)) waiting on waiting.target = page.id
            order by page.id
            """;

    private final Database database;

    CommentAuditQueries(Database database) {
        this.database = database;
    }

    /// @param placed whether root and depth follow from the comment that it answers
    record StoredComment(
            RecordId id,
            RecordId post,
            @Nullable RecordId parent,
            Handle author,
            Instant createdAt,
            @Nullable Instant deletedAt,
            @Nullable String text,
            boolean placed) {}

    /// Told of a post's number of comments, as it is shown and as it is.
    interface Counts {
        void of(RecordId post, long shown, long counted);
    }

    private record Count(RecordId post, long shown, long counted) {}

    List<StoredComment> comments(List<RecordId> ids, Tx tx) {
        return tx.list(
                COMMENTS,
                row ->
                        new StoredComment(
                                row.recordId(1),
                                row.recordId(2),
                                row.recordIdOrNull(3),
                                row.handle(4),
                                row.instant(5),
                                row.instantOrNull(6),
                                row.stringOrNull(7),
                                row.bool(8)),
                ids);
    }

    /// Counts and what waits to be folded into them are read in one statement.
    void eachPost(Counts each) {
        RowPages.each(
                new byte[0],
                PAGE,
                after ->
                        database.list(
                                Caller.node(), COUNTS, CommentAuditQueries::count, after, PAGE),
                count -> count.post().bytes(),
                count -> each.of(count.post(), count.shown(), count.counted()));
    }

    private static Count count(Row row) {
        return new Count(row.recordId(1), row.longValue(2), row.longValue(3));
    }
}
