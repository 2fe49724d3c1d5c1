package carapace.server.feeds;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import java.util.Optional;

/// Which page of which feed.
///
/// @param author only with sort `hot` or `new`, and without a community
/// @param cursor of the page before, or empty for the first
/// @param limit posts, 1 to 100; up to three pinned ones come on top of the first page of a
///   community
public record FeedRequest(
        FeedSort sort,
        Optional<CommunityName> community,
        Optional<Handle> author,
        String cursor,
        int limit) {

    /// Posts of a page at most.
    public static final int LIMIT_MAX = 100;

    public FeedRequest {
        requireLimit(limit);
        var indexed = sort == FeedSort.HOT || sort == FeedSort.NEW;
        if (author.isPresent() && !(indexed && community.isEmpty())) {
            throw new IllegalArgumentException(
                    "posts of an author come by sort hot or new, from all communities");
        }
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be 1 to 100, not " + limit);
        }
    }

    public static FeedRequest first(FeedSort sort, int limit) {
        return new FeedRequest(sort, Optional.empty(), Optional.empty(), "", limit);
    }
}
