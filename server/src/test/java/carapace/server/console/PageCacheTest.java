package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.console.PageCache.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageCacheTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger rendered = new AtomicInteger();
    private final PageCache cache =
            new PageCache(
                    route -> {
                        rendered.incrementAndGet();
                        return new Page(
                                200,
                                new Payload(route.toString().getBytes(StandardCharsets.UTF_8)));
                    },
                    nanos::get);

    @Test
    void rendersAPageOnceASecond() {
        cache.get(new Route.About());
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        cache.get(new Route.About());
        assertThat(rendered).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        cache.get(new Route.About());
        assertThat(rendered).hasValue(2);
    }

    @Test
    void keepsPagesApart() {
        var first = cache.get(new Route.Front(View.Sort.HOT, ""));
        var second = cache.get(new Route.Front(View.Sort.HOT, "x"));
        assertThat(first.payload().etag()).isNotEqualTo(second.payload().etag());
    }
}
