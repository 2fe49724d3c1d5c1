package carapace.server.posts;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.RowPages;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of posts for the audit.
@Component
class PostAuditQueries {

    private static final int PAGE = 1_000;

    private static final String POSTS =
            """
            select id, community, author, created_at, edited_at, deleted_at
            from posts.posts where id = any (?)
            """;

    private static final String BODIES =
            """
            select id, author, title, text, url, label from posts.bodies where id = any (?)
            """;

    private static final String EDITS =
            """
            select e.id, e.post, e.author, p.deleted_at is not null
            from posts.edits e left join posts.posts p on p.id = e.post and p.author = e.author
            where e.id = any (?)
            """;

    private static final String RANKS =
            """
            select id, community, author, created_at, pinned_at from posts.ranks where id = any (?)
            """;

    /// A table whose rows are named by the records that they follow from.
    enum Sweep {
        POSTS(
                "posts.posts",
                """
                select page.id, made.id is null from (
                    select t.id, t.author from posts.posts t
                    where t.id > ? order by t.id limit ?) page
                left join ledger.records made on made.id = page.id
                    and made.agent = page.author and made.type = 'post.create'
                order by page.id
                """),
        BODIES(
                "posts.bodies",
                """
                select page.id, made.id is null from (
                    select t.id, t.author from posts.bodies t
                    where t.id > ? order by t.id limit ?) page
                left join ledger.records made on made.id = page.id
                    and made.agent = page.author and made.type = 'post.create'
                order by page.id
                """),
        RANKS(
                "posts.ranks",
                """
                select page.id, made.id is null from (
                    select t.id, t.author from posts.ranks t
                    where t.id > ? order by t.id limit ?) page
                left join ledger.records made on made.id = page.id
                    and made.agent = page.author and made.type = 'post.create'
                order by page.id
                """),
        EDITS(
                "posts.edits",
                """
                select page.id, made.id is null from (
                    select t.id, t.author from posts.edits t
                    where t.id > ? order by t.id limit ?) page
                left join ledger.records made on made.id = page.id
                    and made.agent = page.author and made.type = 'post.edit'
                order by page.id
                """),
        COMMENTS(
                "posts.comments",
                """
                select page.id, made.id is null from (
                    select t.id, t.author from posts.comments t
                    where t.id > ? order by t.id limit ?) page
                left join ledger.records made on made.id = page.id
                    and made.agent = page.author and made.type = 'comment.create'
                order by page.id
                """);

        private final String table;
        private final String sql;

        Sweep(String table, String sql) {
            this.table = table;
            this.sql = sql;
        }

        String table() {
            return table;
        }
    }

    private final Database database;

    PostAuditQueries(Database database) {
        this.database = database;
    }

    record StoredPost(
            RecordId id,
            CommunityName community,
            Handle author,
            Instant createdAt,
            @Nullable Instant editedAt,
            @Nullable Instant deletedAt) {}

    record StoredBody(
            RecordId id,
            Handle author,
            String title,
            @Nullable String text,
            @Nullable String url,
            @Nullable String label) {}

    /// @param ofDeleted whether the post that it belongs to was deleted
    record StoredEdit(RecordId id, RecordId post, Handle author, boolean ofDeleted) {}

    record StoredRank(
            RecordId id,
            CommunityName community,
            Handle author,
            Instant createdAt,
            @Nullable Instant pinnedAt) {}

    /// @param stray whether no record explains the row
    record Swept(RecordId id, boolean stray) {}

    List<StoredPost> posts(List<RecordId> ids, Tx tx) {
        return tx.list(
                POSTS,
                row ->
                        new StoredPost(
                                row.recordId(1),
                                new CommunityName(row.string(2)),
                                row.handle(3),
                                row.instant(4),
                                row.instantOrNull(5),
                                row.instantOrNull(6)),
                ids);
    }

    List<StoredBody> bodies(List<RecordId> ids, Tx tx) {
        return tx.list(
                BODIES,
                row ->
                        new StoredBody(
                                row.recordId(1),
                                row.handle(2),
                                row.string(3),
                                row.stringOrNull(4),
                                row.stringOrNull(5),
                                row.stringOrNull(6)),
                ids);
    }

    List<StoredEdit> edits(List<RecordId> ids, Tx tx) {
        return tx.list(
                EDITS,
                row -> new StoredEdit(row.recordId(1), row.recordId(2), row.handle(3), row.bool(4)),
                ids);
    }

    List<StoredRank> ranks(List<RecordId> ids, Tx tx) {
        return tx.list(
                RANKS,
                row ->
                        new StoredRank(
                                row.recordId(1),
                                new CommunityName(row.string(2)),
                                row.handle(3),
                                row.instant(4),
                                row.instantOrNull(5)),
                ids);
    }

    void each(Sweep table, Consumer<Swept> each) {
        RowPages.each(
                new byte[0],
                PAGE,
                after ->
                        database.list(
                                Caller.node(), table.sql, PostAuditQueries::swept, after, PAGE),
                swept -> swept.id().bytes(),
                each);
    }

    private static Swept swept(Row row) {
        return new Swept(row.recordId(1), row.bool(2));
    }
}
