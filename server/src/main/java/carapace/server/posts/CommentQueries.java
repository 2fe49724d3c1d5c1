package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of comments: a page of threads with their replies, in one round trip.
@Component
class CommentQueries {

    private static final int REPLIES_MAX = 500;

    static final String BEST =
            """
            with roots as (
                select c.id from posts.comments c
                where c.post = ? and c.parent is null and (c.best, c.id) < (?, ?)
                order by c.best desc, c.id desc limit ?)
            """;

    private static final String NEW =
            """
            with roots as (
                select c.id from posts.comments c
                where c.post = ? and c.parent is null and (c.created_at, c.id) < (?, ?)
                order by c.created_at desc, c.id desc limit ?)
            """;

    private static final String OLD =
            """
            with roots as (
                select c.id from posts.comments c
                where c.post = ? and c.parent is null and (c.created_at, c.id) > (?, ?)
                order by c.created_at, c.id limit ?)
            """;

    private static final String COLUMNS =
            """
            select c.id, c.post, c.parent, c.root, c.depth, c.author, c.text, c.ups, c.downs,
                c.created_at, c.deleted_at, c.best
            """;

    private static final String FIND = COLUMNS + "from posts.comments c where c.id = ?\n";

    /// Ten for each thread on average; the roots themselves are always there.
    static final String THREADS =
            COLUMNS
                    + """
                    from posts.comments c where c.id in (select id from roots)
                    union all (
                    """
                    + COLUMNS
                    + """
                    from posts.comments c
                    where c.root in (select id from roots) and c.parent is not null
                    order by c.created_at, c.id limit ?)
                    """;

    private static final String BY_AUTHOR =
            COLUMNS
                    + """
                    from posts.comments c
                    where c.author = ? and (c.created_at, c.id) < (?, ?) and c.deleted_at is null
                    order by c.created_at desc, c.id desc limit ?
                    """;

    /// As PostgreSQL compares them: byte by byte, unsigned.
    private static final Comparator<Comment> BY_ID =
            Comparator.comparing(comment -> comment.id().bytes(), Arrays::compareUnsigned);

    private static final Comparator<Comment> OLDEST_FIRST =
            Comparator.comparing(Comment::createdAt).thenComparing(BY_ID);

    private static final byte[] FIRST_ID = new byte[RecordId.BYTES];
    private static final byte[] LAST_ID = lastId();

    private final Database database;

    CommentQueries(Database database) {
        this.database = database;
    }

    Optional<Comment> find(Caller caller, RecordId id) {
        return database.one(caller, FIND, CommentQueries::comment, id);
    }

    /// {@return what the agent commented, newest first}
    CommentPage byAuthor(Caller caller, Handle author, String cursor, int limit) {
        var from = cursor.isEmpty() ? null : Cursor.decode(cursor, 2);
        var comments =
                database.list(
                        caller,
                        BY_AUTHOR,
                        CommentQueries::comment,
                        author,
                        from == null ? Cursor.LAST_TIME : from.time(0),
                        from == null ? LAST_ID : id(from),
                        limit);
        var next =
                comments.size() < limit
                        ? Optional.<String>empty()
                        : Optional.of(cursor(comments.getLast(), CommentSort.NEW));
        return new CommentPage(comments, next, false);
    }

    CommentPage page(Caller caller, RecordId post, CommentSort sort, String cursor, int limit) {
        var from = cursor.isEmpty() ? null : Cursor.decode(cursor, 2);
        var rows =
                switch (sort) {
                    case BEST ->
                            list(
                                    caller,
                                    BEST,
                                    post,
                                    from == null ? 2.0 : from.number(0),
                                    from == null ? LAST_ID : id(from),
                                    limit);
                    case NEW ->
                            list(
                                    caller,
                                    NEW,
                                    post,
                                    from == null ? Cursor.LAST_TIME : from.time(0),
                                    from == null ? LAST_ID : id(from),
                                    limit);
                    case OLD ->
                            list(
                                    caller,
                                    OLD,
                                    post,
                                    from == null ? Instant.EPOCH : from.time(0),
                                    from == null ? FIRST_ID : id(from),
                                    limit);
                };
        return page(rows, sort, limit);
    }

    private List<Comment> list(
            Caller caller, String roots, RecordId post, Object key, byte[] id, int limit) {
        return database.list(
                caller,
                roots + THREADS,
                CommentQueries::comment,
                post,
                key,
                id,
                limit,
                REPLIES_MAX + 1);
    }

    private static CommentPage page(List<Comment> rows, CommentSort sort, int limit) {
        // A union has no order of its own, and the cursor is made of the last root.
        var roots =
                rows.stream()
                        .filter(comment -> comment.parent().isEmpty())
                        .sorted(order(sort))
                        .toList();
        var replies =
                rows.stream()
                        .filter(comment -> comment.parent().isPresent())
                        .sorted(OLDEST_FIRST)
                        .toList();
        // One more than is shown tells that there are more.
        var cut = replies.size() > REPLIES_MAX;
        var next =
                roots.size() < limit
                        ? Optional.<String>empty()
                        : Optional.of(cursor(roots.getLast(), sort));
        var shown = cut ? replies.subList(0, REPLIES_MAX) : replies;
        return new CommentPage(inThreads(roots, shown), next, cut);
    }

    /// That of the indexes.
    private static Comparator<Comment> order(CommentSort sort) {
        return switch (sort) {
            case BEST -> Comparator.comparingDouble(Comment::best).thenComparing(BY_ID).reversed();
            case NEW -> OLDEST_FIRST.reversed();
            case OLD -> OLDEST_FIRST;
        };
    }

    private static String cursor(Comment last, CommentSort sort) {
        var key =
                switch (sort) {
                    case BEST -> Double.toString(last.best());
                    case NEW, OLD -> last.createdAt().toString();
                };
        return new Cursor(List.of(key, last.id().value())).encode();
    }

    /// Depth first. A reply whose parent is beyond the limit is left out with it.
    private static List<Comment> inThreads(List<Comment> roots, List<Comment> replies) {
        Map<RecordId, List<Comment>> children = new HashMap<>();
        for (var comment : replies) {
            comment.parent()
                    .ifPresent(parent ->
                            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(comment));
        }
        var ordered = new LinkedHashMap<RecordId, Comment>();
        roots.forEach(root -> add(root, children, ordered));
        return List.copyOf(ordered.values());
    }

    private static void add(
            Comment comment, Map<RecordId, List<Comment>> children, Map<RecordId, Comment> into) {
        into.put(comment.id(), comment);
        children.getOrDefault(comment.id(), List.of()).forEach(reply -> add(reply, children, into));
    }

    private static Comment comment(Row row) {
        return new Comment(
                row.recordId(1),
                row.recordId(2),
                Optional.ofNullable(row.recordIdOrNull(3)),
                row.recordId(4),
                row.intValue(5),
                row.handle(6),
                Optional.ofNullable(row.stringOrNull(7)),
                row.longValue(8),
                row.longValue(9),
                row.instant(10),
                Optional.ofNullable(row.instantOrNull(11)),
                row.doubleValue(12));
    }

    private static byte[] id(Cursor cursor) {
        return cursor.part(1, RecordId::new).bytes();
    }

    private static byte[] lastId() {
        var last = new byte[RecordId.BYTES];
        Arrays.fill(last, (byte) 0xff);
        return last;
    }
}
