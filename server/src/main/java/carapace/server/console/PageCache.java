package carapace.server.console;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rendered pages, kept for about a second: a page that thousands look at is read from the database
/// and rendered once a second. All readers of pages are anonymous, so a page is the same for all.
///
/// Readers that ask for the same missing page wait for one rendering of it. Addresses of pages can
/// be made up without end, so only a few are rendered at once, whoever asks: the rest of the
/// machine stays with the agents.
final class PageCache {

    /// A page may be as old as this when it is sent.
    static final Duration AGE_MAX = Duration.ofSeconds(1);

    /// Room for some 500 pages of 25 kB, compressed ones beside them; a crawler pushes out pages,
    /// not the server.
    private static final long BYTES_MAX = 16L << 20;

    /// Rendering does not let go of its processor.
    static final int AT_ONCE_MAX = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /// A search waits for the database, up to a second, so it must not take the turn of another
    /// page.
    private static final int SEARCHES_AT_ONCE_MAX = 1;

    /// A reader waits for some twenty of the largest pages, or a thousand usual ones.
    static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final LoadingCache<Route, Page> pages;
    private final Semaphore turns;
    private final Semaphore searches = new Semaphore(SEARCHES_AT_ONCE_MAX, true);
    private final Duration waitMax;

    /// @param type media type of the payload
    record Page(int status, String type, Payload payload) {}

    PageCache(Function<Route, Page> render, Ticker ticker, int atOnceMax, Duration waitMax) {
        turns = new Semaphore(atOnceMax, true);
        this.waitMax = waitMax;
        pages =
                Caffeine.newBuilder()
                        .expireAfterWrite(AGE_MAX)
                        .ticker(ticker)
                        .maximumWeight(BYTES_MAX)
                        .weigher((Route route, Page page) -> page.payload().size())
                        .build(render::apply);
    }

    /// {@return the page, at once where it is kept}
    ///
    /// @throws Refusal when it was not its turn in time
    Page get(Route route) {
        var kept = kept(route);
        return kept == null ? inTurn(route) : kept;
    }

    @Nullable Page kept(Route route) {
        return pages.getIfPresent(route);
    }

    private Page inTurn(Route route) {
        var its = route instanceof Route.Search ? searches : turns;
        if (!isTurn(its)) {
            var kept = kept(route);
            if (kept == null) {
                throw overloaded();
            }
            return kept;
        }
        try {
            return pages.get(route);
        } finally {
            its.release();
        }
    }

    private boolean isTurn(Semaphore its) {
        try {
            return its.tryAcquire(waitMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Refusal overloaded() {
        return new Refusal(
                ProblemType.OVERLOADED
                        .because("many ask for pages at this moment: wait a little, then ask again")
                        .retryAfter(waitMax));
    }
}
