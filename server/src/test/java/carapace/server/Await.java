package carapace.server;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what the server does a moment later, such as counting votes.
public final class Await {

    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 50;

    private Await() {}

    /// {@return the first answer that is as it should be}
    ///
    /// @throws AssertionError when there was none within ten seconds
    public static <T> T until(Supplier<T> ask, Predicate<T> isRight) {
        var end = System.nanoTime() + NANOS_MAX;
        var answer = ask.get();
        while (!isRight.test(answer)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the last answer was still " + answer);
            }
            pause();
            answer = ask.get();
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
