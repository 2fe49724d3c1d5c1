package carapace.server.access.limit;

import carapace.server.access.AccessOptions;
import carapace.server.access.Limits;
import carapace.server.access.Rate;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Counts requests against [Limits] in token buckets, on this node only. A bucket is forgotten
/// after it has been full again for sure.
@Component
public final class RateLimits {

    /// About 300 bytes each. Pushing a bucket out refills it: that takes more requests than it
    /// frees.
    private static final int BUCKETS_MAX = 100_000;

    private final Map<Limits, Rate> rates;
    private final TimeMeter meter;
    private final Cache<Holder, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(BUCKETS_MAX)
                    .expireAfter(
                            Expiry.<Holder, Bucket>accessing((holder, _) -> refill(holder.limit())))
                    .build();

    @Autowired
    RateLimits(AccessOptions options, Clock clock) {
        this(options.limits(), clock);
    }

    RateLimits(Map<Limits, Rate> rates, Clock clock) {
        this.rates = rates;
        this.meter = new ClockMeter(clock);
    }

    /// Takes one request from what the holder has left.
    ///
    /// @param holder an address, a handle or an owner, as fits the limit
    public Taken take(Limits limit, String holder) {
        var rate = rate(limit);
        var bucket = buckets.get(new Holder(limit, holder), _ -> bucket(rate));
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        var allowance =
                new Allowance(
                        limit,
                        rate,
                        probe.getRemainingTokens(),
                        seconds(probe.getNanosToWaitForReset()));
        return probe.isConsumed()
                ? new Taken.Permitted(allowance)
                : new Taken.Exceeded(allowance, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /// Whether a request was within the limit.
    public sealed interface Taken {

        Allowance allowance();

        record Permitted(Allowance allowance) implements Taken {}

        /// @param retryAfter until one more request is within
        record Exceeded(Allowance allowance, Duration retryAfter) implements Taken {}
    }

    private Bucket bucket(Rate rate) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
                .withCustomTimePrecision(meter)
                .build();
    }

    private Duration refill(Limits limit) {
        return rate(limit).period();
    }

    private Rate rate(Limits limit) {
        return Objects.requireNonNull(rates.get(limit));
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, 1_000_000_000L);
    }

    private record Holder(Limits limit, String name) {}

    private record ClockMeter(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return clock.millis() * 1_000_000L;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
