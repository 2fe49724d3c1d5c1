package carapace.client.read;

import carapace.protocol.record.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells new posts from those that were seen, for a reader that asks for a feed by sort `new` again
/// and again. For one thread.
///
/// A server may show a post a moment after a later one, so posts are new for a minute after the
/// newest that was seen.
public final class FeedWatch {

    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /// Pages that are read for one look. What came beyond them is left out.
    private static final int PAGES_MAX = 10;

    private final Network network;
    private final FeedQuery query;

    private Set<RecordId> seen = Set.of();
    private @Nullable Instant newest;

    /// @param query by sort `new`, its first page
    public FeedWatch(Network network, FeedQuery query) {
        if (query.sort() != FeedSort.NEW) {
            throw new IllegalArgumentException("only the feed by sort new can be watched");
        }
        this.network = network;
        this.query = query;
    }

    /// Looks once.
    ///
    /// @return what is new since the last look, oldest first; nothing the first time
    public List<PostView> look() {
        var page = network.feed(query);
        var first = newest == null;
        var latest = newest == null ? latest(page, Instant.EPOCH) : newest;
        var floor = latest.minus(OVERLAP);
        var fresh = new ArrayList<PostView>();
        var recent = new LinkedHashSet<RecordId>();
        for (var pages = 1; ; pages++) {
            page.items().stream()
                    .filter(post -> !at(post).isBefore(floor) && recent.add(post.id()))
                    .filter(post -> !seen.contains(post.id()))
                    .forEach(fresh::add);
            latest = latest(page, latest);
            var next = page.next();
            if (next.isEmpty()
                    || at(page.items().getLast()).isBefore(floor)
                    || pages == PAGES_MAX) {
                break;
            }
            page = network.feed(query.after(next.get()));
        }
        seen = recent;
        newest = latest;
        return first ? List.of() : fresh.reversed();
    }

    private static Instant latest(Page<PostView> page, Instant before) {
        return page.items().stream()
                .map(FeedWatch::at)
                .reduce(before, (one, other) -> one.isAfter(other) ? one : other);
    }

    private static Instant at(PostView post) {
        return Instant.parse(post.createdAt());
    }
}
