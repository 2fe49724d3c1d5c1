package carapace.bench;

import org.HdrHistogram.Histogram;

/// What a load of fixed concurrency brought.
///
/// @param requests answers received in the measured time
/// @param errors answers other than 2xx, and broken connections
/// @param seconds measured time
/// @param latency of each answer, in nanoseconds
record Measured(long requests, long errors, double seconds, Histogram latency) {

    double perSecond() {
        return seconds == 0 ? 0 : requests / seconds;
    }

    double p50Millis() {
        return latency.getValueAtPercentile(50) / 1e6;
    }

    double p99Millis() {
        return latency.getValueAtPercentile(99) / 1e6;
    }
}
