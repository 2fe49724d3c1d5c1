package carapace.bench;

import java.time.Duration;
import java.util.List;

/// How the measurement is done.
///
/// @param concurrencies connections at once, 1 to 64 each
/// @param window of one contestant, 50 milliseconds to 30 seconds: a proof that was made ready
///   before it is good for a minute
/// @param rounds windows of each contestant, 1 to 100
public record Plan(Scale scale, List<Integer> concurrencies, Duration window, int rounds) {

    /// At which targets are judged.
    static final int JUDGED_CONCURRENCY = 16;

    private static final int CONCURRENCY_MAX = 64;
    private static final int ROUNDS_MAX = 100;
    private static final Duration WINDOW_MIN = Duration.ofMillis(50);
    private static final Duration WINDOW_MAX = Duration.ofSeconds(30);

    public Plan {
        concurrencies = List.copyOf(concurrencies);
        if (concurrencies.isEmpty()
                || concurrencies.stream().anyMatch(it -> it < 1 || it > CONCURRENCY_MAX)) {
            throw new IllegalArgumentException("a concurrency must be 1 to 64: " + concurrencies);
        }
        if (window.compareTo(WINDOW_MIN) < 0 || window.compareTo(WINDOW_MAX) > 0) {
            throw new IllegalArgumentException("a window must be 0.05 to 30 seconds: " + window);
        }
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException("rounds must be 1 to 100, not " + rounds);
        }
    }

    /// {@return the concurrency of comparisons that are made at one only}
    int comparedConcurrency() {
        return concurrencies.contains(JUDGED_CONCURRENCY)
                ? JUDGED_CONCURRENCY
                : concurrencies.getLast();
    }

    int concurrencyMax() {
        return concurrencies.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
