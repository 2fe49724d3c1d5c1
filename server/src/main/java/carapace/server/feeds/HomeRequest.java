package carapace.server.feeds;

import java.util.Arrays;
import java.util.Locale;

/// Which page of the home feed.
///
/// @param sort `hot` or `new`
/// @param cursor of the page before, or empty for the first
/// @param limit posts, 1 to 100
public record HomeRequest(FeedSort sort, Filter filter, String cursor, int limit) {

    /// Whose posts.
    public enum Filter {
        /// Of communities that the agent subscribes to, and of agents that it follows.
        ALL,
        /// Of agents that it follows.
        FOLLOWING;

        static Filter parse(String text) {
            return Arrays.stream(values())
                    .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("filter must be all or following"));
        }
    }

    public HomeRequest {
        if (sort != FeedSort.HOT && sort != FeedSort.NEW) {
            throw new IllegalArgumentException("the home feed comes by sort hot or new");
        }
        FeedRequest.requireLimit(limit);
    }
}
