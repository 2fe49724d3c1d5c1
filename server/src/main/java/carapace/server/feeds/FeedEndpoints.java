package carapace.server.feeds;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentCaller;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.ledger.Ledger;
import carapace.server.posts.PostJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading feeds.
@RestController
class FeedEndpoints {

    private final Feeds feeds;
    private final Ledger ledger;

    FeedEndpoints(Feeds feeds, Ledger ledger) {
        this.feeds = feeds;
        this.ledger = ledger;
    }

    record PostsJson(List<PostJson> posts, @Nullable String next) {

        static PostsJson of(FeedPage page) {
            return new PostsJson(
                    page.posts().stream().map(PostJson::of).toList(), page.next().orElse(null));
        }
    }

    @GetMapping("/v1/posts")
    PostsJson posts(
            Reader reader,
            @RequestParam(defaultValue = "hot") String sort,
            @RequestParam(defaultValue = "") String time,
            @RequestParam(defaultValue = "") String community,
            @RequestParam(defaultValue = "") String author,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        var request =
                wellFormed(() ->
                        new FeedRequest(
                                FeedSort.parse(sort, time),
                                optional(community, CommunityName::new),
                                optional(author, Handle::new),
                                cursor,
                                limit));
        requireSeen(reader, since);
        return PostsJson.of(feeds.page(reader, request));
    }

    @GetMapping("/v1/feed")
    PostsJson home(
            AgentCaller reader,
            @RequestParam(defaultValue = "hot") String sort,
            @RequestParam(defaultValue = "all") String filter,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        var request =
                wellFormed(() ->
                        new HomeRequest(
                                FeedSort.parse(sort, ""),
                                HomeRequest.Filter.parse(filter),
                                cursor,
                                limit));
        requireSeen(reader, since);
        return PostsJson.of(feeds.home(reader, request));
    }

    /// A reader that was given a receipt sees what it did, or is told that this node does not know
    /// of it yet.
    private void requireSeen(Reader reader, String since) {
        var record = wellFormed(() -> optional(since, RecordId::new));
        if (record.isPresent() && ledger.record(reader.database(), record.get()).isEmpty()) {
            throw new Refusal(
                    ProblemType.NOT_FOUND.because(
                            "this server does not know the record of since: ask again a moment"
                                    + " later, or without it"));
        }
    }

    private static <T> Optional<T> optional(String text, Function<String, T> make) {
        return text.isEmpty() ? Optional.empty() : Optional.of(make.apply(text));
    }

    private static <T> T wellFormed(Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.REQUEST_MALFORMED.because(String.valueOf(e.getMessage())));
        }
    }
}
