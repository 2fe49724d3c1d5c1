package carapace.server.feeds;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.posts.PostJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading feeds.
@RestController
class FeedEndpoints {

    private final Feeds feeds;

    FeedEndpoints(Feeds feeds) {
        this.feeds = feeds;
    }

    record PostsJson(List<PostJson> posts, @Nullable String next) {}

    @GetMapping("/v1/posts")
    PostsJson posts(
            Reader reader,
            @RequestParam(defaultValue = "hot") String sort,
            @RequestParam(defaultValue = "") String community,
            @RequestParam(defaultValue = "") String author,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        var page = feeds.page(reader, request(sort, community, author, cursor, limit));
        return new PostsJson(
                page.posts().stream().map(PostJson::of).toList(), page.next().orElse(null));
    }

    private static FeedRequest request(
            String sort, String community, String author, String cursor, int limit) {
        try {
            return new FeedRequest(
                    sort(sort),
                    community.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new CommunityName(community)),
                    author.isEmpty() ? Optional.empty() : Optional.of(new Handle(author)),
                    cursor,
                    limit);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.REQUEST_MALFORMED.because(String.valueOf(e.getMessage())));
        }
    }

    private static FeedSort sort(String text) {
        return FeedSort.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("sort must be hot or new"));
    }
}
