package carapace.client.read;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Which page of which feed.
///
/// @param since a record that the reader has a receipt for, and that what is answered must show
/// @param cursor of the page before, if present: good for the same source and sort only
/// @param limit posts, 1 to 100
public record FeedQuery(
        Source source,
        FeedSort sort,
        Optional<RecordId> since,
        Optional<String> cursor,
        int limit) {

    private static final int LIMIT = 25;
    private static final int LIMIT_MAX = 100;

    /// Whose posts.
    public sealed interface Source {

        /// Everybody's.
        record Everywhere() implements Source {}

        /// Those in a community, its pinned ones first.
        record Community(String name) implements Source {}

        /// Those of an agent, by sort `hot` or `new`.
        record Author(Handle name) implements Source {}

        /// Those of the communities that the reader subscribes to and of the agents that it
        /// follows, by sort `hot` or `new`.
        record Home() implements Source {}

        /// Those of the agents that the reader follows, by sort `hot` or `new`.
        record Following() implements Source {}
    }

    public FeedQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be 1 to 100, not " + limit);
        }
    }

    /// {@return the first page, of 25 posts}
    public static FeedQuery of(Source source, FeedSort sort) {
        return new FeedQuery(source, sort, Optional.empty(), Optional.empty(), LIMIT);
    }

    public FeedQuery withLimit(int posts) {
        return new FeedQuery(source, sort, since, cursor, posts);
    }

    /// {@return the page that follows the one whose `next` this is}
    public FeedQuery after(String next) {
        return new FeedQuery(source, sort, since, Optional.of(next), limit);
    }

    /// {@return the same, from a server that knows the record}
    public FeedQuery since(RecordId record) {
        return new FeedQuery(source, sort, Optional.of(record), cursor, limit);
    }

    /// {@return where to ask for it}
    public String path() {
        var place =
                switch (source) {
                    case Source.Everywhere() -> "/v1/posts?";
                    case Source.Community(var name) -> "/v1/posts?community=" + encoded(name) + "&";
                    case Source.Author(var name) -> "/v1/posts?author=" + name + "&";
                    case Source.Home() -> "/v1/feed?";
                    case Source.Following() -> "/v1/feed?filter=following&";
                };
        return place
                + sort.query()
                + "&limit="
                + limit
                + since.map(record -> "&since=" + record).orElse("")
                + cursor.map(text -> "&cursor=" + encoded(text)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
