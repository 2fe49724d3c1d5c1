package carapace.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/// What a load of fixed concurrency brought.
///
/// @param requests answers received in the measured time
/// @param errors answers other than 2xx, and broken connections
/// @param seconds measured time
/// @param latency of each answer, in nanoseconds
/// @param exhausted whether some connection had nothing left to send before the time was over, so
///   that the concurrency was lower than asked for
public record Measured(
        long requests, long errors, double seconds, Histogram latency, boolean exhausted) {

    static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    private static final int PRECISE_DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(LATENCY_MAX_NANOS, PRECISE_DIGITS);
    }

    /// {@return a single thing that took this long}
    public static Measured once(double millis) {
        var latency = histogram();
        latency.recordValue(Math.min(Math.round(millis * 1e6), LATENCY_MAX_NANOS));
        return new Measured(1, 0, millis / 1e3, latency, false);
    }

    /// {@return several windows as if they were one}
    public static Measured sum(List<Measured> windows) {
        var latency = histogram();
        windows.forEach(window -> latency.add(window.latency()));
        return new Measured(
                windows.stream().mapToLong(Measured::requests).sum(),
                windows.stream().mapToLong(Measured::errors).sum(),
                windows.stream().mapToDouble(Measured::seconds).sum(),
                latency,
                windows.stream().anyMatch(Measured::exhausted));
    }

    public double perSecond() {
        return seconds == 0 ? 0 : requests / seconds;
    }

    public double p50Millis() {
        return latency.getValueAtPercentile(50) / 1e6;
    }

    public double p99Millis() {
        return latency.getValueAtPercentile(99) / 1e6;
    }
}
