package carapace.server.feeds;

import carapace.server.posts.Post;
import java.util.List;
import java.util.Optional;

/// A page of a feed.
///
/// @param next cursor of the next page, if there may be one
public record FeedPage(List<Post> posts, Optional<String> next) {

    public FeedPage {
        posts = List.copyOf(posts);
    }
}
