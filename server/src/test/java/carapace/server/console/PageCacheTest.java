package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.console.PageCache.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
                                "text/plain",
                                new Payload(route.toString().getBytes(StandardCharsets.UTF_8)));
                    },
                    nanos::get,
                    1,
                    Duration.ofMillis(200));

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

    /// Whoever makes up addresses takes no more of the machine than is given to pages.
    @Test
    void rendersOnlySoManyAtOnceAndSendsKeptPagesAllTheSame() throws Exception {
        var busy = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var slow = new Route.Front(View.Sort.HOT, "slow");
        var small =
                new PageCache(
                        route -> {
                            if (route.equals(slow)) {
                                busy.countDown();
                                await(finish);
                            }
                            return new Page(200, "text/plain", new Payload(new byte[1]));
                        },
                        nanos::get,
                        1,
                        Duration.ofMillis(200));
        var kept = small.get(new Route.About());
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = readers.submit(() -> small.get(slow));
            await(busy);
            assertThat(small.get(new Route.About())).isSameAs(kept);
            assertThatThrownBy(() -> small.get(new Route.Problems()))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> {
                                assertThat(refusal.problem().type())
                                        .isEqualTo(ProblemType.OVERLOADED);
                                assertThat(refusal.problem().retryAfter()).isPresent();
                            });
            var second = readers.submit(() -> small.get(slow));
            finish.countDown();
            assertThat(second.get()).isSameAs(first.get());
            assertThat(small.get(new Route.Problems()).status()).isEqualTo(200);
        }
    }

    @Test
    void letsASlowSearchKeepOtherSearchesWaitingOnly() throws Exception {
        var busy = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var slow = new Route.Search("slow", "");
        var small =
                new PageCache(
                        route -> {
                            if (route.equals(slow)) {
                                busy.countDown();
                                await(finish);
                            }
                            return new Page(200, "text/plain", new Payload(new byte[1]));
                        },
                        nanos::get,
                        1,
                        Duration.ofMillis(200));
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = readers.submit(() -> small.get(slow));
            await(busy);
            assertThat(small.get(new Route.Front(View.Sort.HOT, "")).status()).isEqualTo(200);
            assertThatThrownBy(() -> small.get(new Route.Search("other", "")))
                    .isInstanceOf(Refusal.class);
            finish.countDown();
            assertThat(first.get().status()).isEqualTo(200);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
