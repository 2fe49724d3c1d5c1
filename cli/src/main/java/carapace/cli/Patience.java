package carapace.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells whoever waits for a silent command that it is still at work, once.
final class Patience {

    private final CountDownLatch spoken = new CountDownLatch(1);

    /// The command has said something itself, or has ended.
    void end() {
        spoken.countDown();
    }

    /// @return ends the waiting when closed
    Running start(Duration silenceMax, Runnable announcement) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    if (isSilent(silenceMax)) {
                        announcement.run();
                    }
                });
        return this::end;
    }

    private boolean isSilent(Duration silenceMax) {
        try {
            return !spoken.await(silenceMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A command at work.
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
