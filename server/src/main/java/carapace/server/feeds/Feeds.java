package carapace.server.feeds;

import carapace.server.access.Reader;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What other features may ask of feeds.
@Component
public class Feeds {

    private final FeedQueries queries;

    Feeds(FeedQueries queries) {
        this.queries = queries;
    }

    /// A page of a feed. Posts of agents that the reader blocks are left out; the pinned ones of a
    /// community stand before its first page and on no other.
    ///
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public FeedPage page(Reader reader, FeedRequest request) {
        var page = queries.page(reader, request);
        if (request.community().isEmpty() || !request.cursor().isEmpty()) {
            return page;
        }
        var pinned = queries.pinned(reader, request.community().get());
        return new FeedPage(
                Stream.concat(pinned.stream(), page.posts().stream()).toList(), page.next());
    }
}
