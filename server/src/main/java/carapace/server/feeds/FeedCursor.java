package carapace.server.feeds;

import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.posts.Post;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where a page of a feed begins: behind this place in the order of its sort, and of no other.
///
/// @param key of the last post before: Double, Instant or Long, as the sort orders
/// @param id of that post
public record FeedCursor(FeedSort sort, Object key, RecordId id) {

    private static final int PARTS = 3;

    /// {@return the place behind which the page begins}
    ///
    /// @param text as it came; empty for the first page
    /// @throws Refusal for a cursor that is none, or one of another sort
    static FeedCursor read(FeedSort sort, String text) {
        if (text.isEmpty()) {
            return new FeedCursor(sort, beforeAll(sort), lastId());
        }
        var cursor = Cursor.decode(text, PARTS);
        if (!cursor.parts().getFirst().equals(sort.wireName())) {
            throw ofAnother(cursor.parts().getFirst());
        }
        var key =
                switch (sort) {
                    case HOT, RISING, CONTROVERSIAL -> (Object) cursor.number(1);
                    case NEW -> cursor.time(1);
                    case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH, TOP_ALL ->
                            cursor.part(1, Long::valueOf);
                };
        return new FeedCursor(sort, key, cursor.part(2, RecordId::new));
    }

    private static Refusal ofAnother(String sort) {
        var known = Arrays.stream(FeedSort.values()).anyMatch(it -> it.wireName().equals(sort));
        return known
                ? new Refusal(
                        ProblemType.REQUEST_MALFORMED.because(
                                "the cursor belongs to the sort %s: start again without it"
                                        .formatted(sort)))
                : Cursor.malformed();
    }

    /// {@return the cursor as this server writes it; empty stays empty}
    ///
    /// @throws Refusal for one that is none, or one of another sort
    public static String checked(FeedSort sort, String text) {
        return text.isEmpty() ? text : read(sort, text).text();
    }

    /// {@return the cursor of the page that follows, if there may be one}
    static Optional<String> next(FeedSort sort, int limit, List<Post> posts) {
        if (posts.size() < limit) {
            return Optional.empty();
        }
        var last = posts.getLast();
        var key =
                switch (sort) {
                    case HOT, RISING, CONTROVERSIAL -> (Object) last.rank();
                    case NEW -> last.createdAt();
                    case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH, TOP_ALL -> last.score();
                };
        return Optional.of(new FeedCursor(sort, key, last.id()).text());
    }

    private String text() {
        return new Cursor(List.of(sort.wireName(), key.toString(), id.value())).encode();
    }

    private static Object beforeAll(FeedSort sort) {
        return switch (sort) {
            case HOT, RISING, CONTROVERSIAL -> Double.POSITIVE_INFINITY;
            case NEW -> Cursor.LAST_TIME;
            case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH, TOP_ALL -> Long.MAX_VALUE;
        };
    }

    private static RecordId lastId() {
        var last = new byte[RecordId.BYTES];
        Arrays.fill(last, (byte) 0xff);
        return RecordId.fromBytes(last);
    }
}
