package carapace.bench.floor;

import carapace.bench.floor.Sql.Cells;
import carapace.protocol.key.Base64Url;
import carapace.protocol.record.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Feeds and threads: the server's statements, and answers with the members of the server's.
public final class FloorReads {

    private static final int ID_BYTES = 32;
    private static final byte[] LAST_ID = lastId();
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private static final double BEST = 2.0;
    private static final int REPLIES_MAX = 500;

    private static final Comparator<Keyed<Comment>> BY_ID =
            Comparator.comparing(row -> Base64Url.decode(row.of().id()), Arrays::compareUnsigned);

    private static final Comparator<Keyed<Comment>> BEST_FIRST =
            Comparator.<Keyed<Comment>>comparingDouble(row -> Double.parseDouble(row.key()))
                    .thenComparing(BY_ID)
                    .reversed();

    private static final Comparator<Keyed<Comment>> OLDEST_FIRST =
            Comparator.<Keyed<Comment>, String>comparing(row -> row.of().createdAt())
                    .thenComparing(BY_ID);

    private FloorReads() {}

    public record Posts(List<Post> posts, @Nullable String next) {}

    public record Post(
            String id,
            String community,
            String author,
            String title,
            @Nullable String text,
            boolean cut,
            @Nullable String url,
            @Nullable String label,
            long score,
            long up,
            long down,
            long comments,
            boolean pinned,
            String createdAt,
            @Nullable String editedAt,
            @Nullable String deletedAt,
            String record) {}

    public record Comments(List<Comment> comments, @Nullable String next, boolean cut) {}

    public record Comment(
            String id,
            String post,
            @Nullable String parent,
            int depth,
            String author,
            @Nullable String text,
            long score,
            long up,
            long down,
            String createdAt,
            @Nullable String deletedAt,
            String record) {}

    public static Posts hot(Sql sql, int limit) {
        return posts(
                "hot",
                sql.list(
                        FloorText.HOT_FEED,
                        FloorReads::ranked,
                        Double.POSITIVE_INFINITY,
                        LAST_ID,
                        limit),
                limit);
    }

    public static Posts fresh(Sql sql, int limit) {
        return posts(
                "new",
                sql.list(FloorText.NEW_FEED, FloorReads::timed, LAST_TIME, LAST_ID, limit),
                limit);
    }

    public static Comments thread(Sql sql, String post, int limit) {
        var rows =
                sql.list(
                        FloorText.THREAD,
                        FloorReads::comment,
                        Base64Url.decode(post),
                        BEST,
                        LAST_ID,
                        limit,
                        REPLIES_MAX + 1);
        var roots =
                rows.stream().filter(row -> row.of().parent() == null).sorted(BEST_FIRST).toList();
        var next =
                roots.size() < limit
                        ? null
                        : cursor(roots.getLast().key(), roots.getLast().of().id());
        var replies =
                rows.stream()
                        .filter(row -> row.of().parent() != null)
                        .sorted(OLDEST_FIRST)
                        .map(Keyed::of)
                        .toList();
        var cut = replies.size() > REPLIES_MAX;
        var shown = cut ? replies.subList(0, REPLIES_MAX) : replies;
        return new Comments(inThreads(roots, shown), next, cut);
    }

    /// @param key by which the page is ordered, for its cursor
    private record Keyed<T>(T of, String key) {}

    /// @param sort that the cursor belongs to
    private static Posts posts(String sort, List<Keyed<Post>> rows, int limit) {
        var next =
                rows.size() < limit
                        ? null
                        : cursor(sort + '\n' + rows.getLast().key(), rows.getLast().of().id());
        return new Posts(rows.stream().map(Keyed::of).toList(), next);
    }

    private static String cursor(String key, String id) {
        return Base64Url.encode((key + '\n' + id).getBytes(StandardCharsets.UTF_8));
    }

    private static Keyed<Post> ranked(Cells row) {
        return new Keyed<>(post(row), Double.toString(row.fraction(15)));
    }

    private static Keyed<Post> timed(Cells row) {
        return new Keyed<>(post(row), row.time(12).toString());
    }

    private static Post post(Cells row) {
        var id = Base64Url.encode(row.bytes(1));
        var ups = row.number(8);
        var downs = row.number(9);
        return new Post(
                id,
                row.text(2),
                row.text(3),
                row.text(4),
                row.textOrNull(5),
                row.flag(6),
                row.textOrNull(7),
                row.textOrNull(16),
                ups - downs,
                ups,
                downs,
                row.number(10),
                row.flag(11),
                Timestamps.format(row.time(12)),
                time(row.timeOrNull(13)),
                time(row.timeOrNull(14)),
                "/v1/records/" + id);
    }

    private static Keyed<Comment> comment(Cells row) {
        var id = Base64Url.encode(row.bytes(1));
        var parent = row.bytesOrNull(3);
        var ups = row.number(8);
        var downs = row.number(9);
        var comment =
                new Comment(
                        id,
                        Base64Url.encode(row.bytes(2)),
                        parent == null ? null : Base64Url.encode(parent),
                        (int) row.number(5),
                        row.text(6),
                        row.textOrNull(7),
                        ups - downs,
                        ups,
                        downs,
                        Timestamps.format(row.time(10)),
                        time(row.timeOrNull(11)),
                        "/v1/records/" + id);
        return new Keyed<>(comment, Double.toString(row.fraction(12)));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Timestamps.format(time);
    }

    /// Depth first, as the server orders them.
    private static List<Comment> inThreads(List<Keyed<Comment>> roots, List<Comment> replies) {
        var children = new HashMap<String, List<Comment>>();
        for (var reply : replies) {
            children.computeIfAbsent(String.valueOf(reply.parent()), _ -> new ArrayList<>())
                    .add(reply);
        }
        var ordered = new ArrayList<Comment>();
        roots.forEach(root -> add(root.of(), children, ordered));
        return ordered;
    }

    private static void add(
            Comment comment, Map<String, List<Comment>> children, List<Comment> into) {
        into.add(comment);
        children.getOrDefault(comment.id(), List.of()).forEach(each -> add(each, children, into));
    }

    private static byte[] lastId() {
        var last = new byte[ID_BYTES];
        Arrays.fill(last, (byte) 0xff);
        return last;
    }
}
