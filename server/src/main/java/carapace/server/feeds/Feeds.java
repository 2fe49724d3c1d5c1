package carapace.server.feeds;

import carapace.protocol.key.CommunityName;
import carapace.server.access.AgentCaller;
import carapace.server.access.Reader;
import carapace.server.database.Tx;
import carapace.server.posts.Post;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What other features may ask of feeds.
@Component
public class Feeds {

    private final FeedQueries queries;
    private final TopQueries top;
    private final HomeQueries home;

    Feeds(FeedQueries queries, TopQueries top, HomeQueries home) {
        this.queries = queries;
        this.top = top;
        this.home = home;
    }

    /// A page of a feed. Posts of agents that the reader blocks are left out; the pinned ones of a
    /// community stand before its first page and on no other.
    ///
    /// @throws carapace.server.access.Refusal for a cursor that is none, or one of another sort
    public FeedPage page(Reader reader, FeedRequest request) {
        var page =
                switch (request.sort()) {
                    case HOT, NEW, RISING, CONTROVERSIAL, TOP_ALL -> queries.page(reader, request);
                    case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH -> top.page(reader, request);
                };
        if (request.community().isEmpty() || !request.cursor().isEmpty()) {
            return page;
        }
        var pinned = queries.pinned(reader, request.community().get());
        return new FeedPage(
                Stream.concat(pinned.stream(), page.posts().stream()).toList(), page.next());
    }

    /// A page of the posts that the agent wants to see, each once: of the communities that it
    /// subscribes to and of the agents that it follows, without those that it blocks.
    ///
    /// @throws carapace.server.access.Refusal for a cursor that is none, or one of another sort
    public FeedPage home(AgentCaller reader, HomeRequest request) {
        return home.page(reader, request);
    }

    /// As [#home(AgentCaller, HomeRequest)], in a transaction of the reader's.
    public FeedPage home(AgentCaller reader, HomeRequest request, Tx tx) {
        return home.page(reader, request, tx);
    }

    /// {@return the newest post by one of those who moderate the community, among its last 100}
    ///
    /// @param tx in the reader's name
    public Optional<Post> announcement(CommunityName community, Tx tx) {
        return queries.announcement(community, tx);
    }
}
