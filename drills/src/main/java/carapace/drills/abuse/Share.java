package carapace.drills.abuse;

import carapace.drills.Attempts;
import carapace.drills.Wire.Answer;
import java.time.Duration;

/// Counts what was served of what one holder of a limit may have. Safe for use by many threads.
final class Share {

    private static final int TOO_MANY_REQUESTS = 429;

    private final Attempts attempts;
    private final String limit;
    private final long allowed;
    private final Duration period;
    private final long beginNanos = System.nanoTime();
    private int served;
    private int refused;

    /// @param limit its name, as an answer that refuses must say
    /// @param allowed at once, refilled steadily over the period
    Share(Attempts attempts, String limit, long allowed, Duration period) {
        this.attempts = attempts;
        this.limit = limit;
        this.allowed = allowed;
        this.period = period;
    }

    /// Notes a request that counts.
    ///
    /// @throws IllegalStateException when the server failed, or something else was in the way
    void saw(String kind, Answer answer) {
        if (answer.status() >= 500) {
            throw new IllegalStateException(
                    "cannot tell what became of '%s': %s".formatted(kind, answer.brief()));
        }
        var isRefused = answer.status() == TOO_MANY_REQUESTS;
        if (isRefused && !answer.body().contains('"' + limit + '"')) {
            throw new IllegalStateException(
                    "'%s' met another limit: %s".formatted(kind, answer.brief()));
        }
        note(kind, isRefused ? 0 : 1);
    }

    /// Notes what became of a try.
    ///
    /// @param number that was served; 0 when the limit refused it
    synchronized void note(String kind, int number) {
        served += number;
        refused += number == 0 ? 1 : 0;
        attempts.tried(
                kind,
                served > inAll(),
                "%d served of %d allowed by %s".formatted(served, inAll(), limit));
    }

    /// What has come back since the beginning counts too, and one that comes back just now.
    private long inAll() {
        var spent = System.nanoTime() - beginNanos;
        return allowed + 1 + allowed * spent / period.toNanos();
    }

    /// @throws IllegalStateException when the limit was never met, so that nothing was shown
    synchronized void requireMet() {
        if (refused == 0) {
            throw new IllegalStateException(
                    "%s was never met: %d requests were served".formatted(limit, served));
        }
    }
}
