package carapace.server.console;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Function;

/// Rendered pages, kept for about a second: a page that thousands look at is read from the database
/// and rendered once a second. All readers of pages are anonymous, so a page is the same for all.
///
/// Readers that ask for the same missing page wait for one rendering of it.
final class PageCache {

    /// A page may be as old as this when it is sent.
    static final Duration AGE_MAX = Duration.ofSeconds(1);

    /// Room for some 500 pages of 25 kB, compressed ones beside them; a crawler pushes out pages,
    /// not the server.
    private static final long BYTES_MAX = 16L << 20;

    private final LoadingCache<Route, Page> pages;

    record Page(int status, Payload payload) {}

    PageCache(Function<Route, Page> render, Ticker ticker) {
        pages =
                Caffeine.newBuilder()
                        .expireAfterWrite(AGE_MAX)
                        .ticker(ticker)
                        .maximumWeight(BYTES_MAX)
                        .weigher((Route route, Page page) -> page.payload().size())
                        .build(render::apply);
    }

    Page get(Route route) {
        return pages.get(route);
    }
}
