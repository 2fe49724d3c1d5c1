package carapace.server.search;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.server.access.Cursor;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is searched for, and where.
///
/// @param query 1 to [#QUERY_CHARS_MAX] characters: words, `"phrases"`, `or`, `-not`
/// @param by what makes an answer; where it is [By#MEANING], order is the likeness, and there is
///   one page
/// @param kind all of them when empty
/// @param author of posts and comments, creator of communities, the agent itself
/// @param community of posts and comments
/// @param after created at this time or later
/// @param before created before this time
/// @param cursor of the page before, or empty for the first
/// @param limit results, 1 to 100
public record SearchRequest(
        String query,
        By by,
        Order order,
        Optional<Kind> kind,
        Optional<Handle> author,
        Optional<CommunityName> community,
        Instant after,
        Instant before,
        String cursor,
        int limit) {

    public static final int QUERY_CHARS_MAX = 200;
    public static final int LIMIT_MAX = 100;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// Each `or` has the index read for one more word, however common.
    static final int OR_MAX = 9;

    /// The best answers from everywhere.
    public static SearchRequest best(String query, String cursor, int limit) {
        return new SearchRequest(
                query,
                By.BOTH,
                Order.BEST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Cursor.LAST_TIME,
                cursor,
                limit);
    }

    /// The same for other words.
    SearchRequest with(String words) {
        return new SearchRequest(
                words, by, order, kind, author, community, after, before, cursor, limit);
    }

    /// What comes first.
    public enum Order {
        /// What answers best.
        BEST,
        /// What is newest.
        NEW
    }

    public SearchRequest {
        if (query.isBlank()) {
            throw new IllegalArgumentException("q must say what to search for");
        }
        if (query.length() > QUERY_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "q must have at most %d characters".formatted(QUERY_CHARS_MAX));
        }
        if (query.chars().anyMatch(it -> it < ' ')) {
            throw new IllegalArgumentException("q must have no control characters");
        }
        if (alternatives(query) > OR_MAX) {
            throw new IllegalArgumentException("q must have at most %d or".formatted(OR_MAX));
        }
        if (by == By.MEANING && order == Order.NEW) {
            throw new IllegalArgumentException("sort=new goes with by=words");
        }
        if (by == By.MEANING && !cursor.isEmpty()) {
            throw new IllegalArgumentException("by=meaning has one page and takes no cursor");
        }
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be 1 to 100, not " + limit);
        }
    }

    private static long alternatives(String query) {
        return BLANKS.splitAsStream(query).filter("or"::equalsIgnoreCase).count();
    }
}
