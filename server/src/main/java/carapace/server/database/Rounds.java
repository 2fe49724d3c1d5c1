package carapace.server.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done again and again, on a thread of its own, until it is stopped.
///
/// A round that fails is told and tried again: the database may be away for a while.
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String trouble;
    private final Duration pause;
    private final Duration pauseAfterFailure;
    private final BooleanSupplier round;
    private volatile boolean running;
    private volatile Thread thread = new Thread(() -> {});

    /// @param trouble what a failure means, such as `outbox: cannot read`
    /// @param round answers whether there is more to do, so that the next begins without a pause
    public Rounds(
            String trouble, Duration pause, Duration pauseAfterFailure, BooleanSupplier round) {
        this.trouble = trouble;
        this.pause = pause;
        this.pauseAfterFailure = pauseAfterFailure;
        this.round = round;
    }

    /// @param name of the thread
    public void start(String name) {
        running = true;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// As [#start], for work that keeps a processor busy: on a thread of the system, which gives
    /// way to others.
    public void startAside(String name) {
        running = true;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    private void run() {
        while (running) {
            try {
                if (!round.getAsBoolean()) {
                    Thread.sleep(pause);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.warn("{}, trying again: {}", trouble, e.toString());
                if (!isRested()) {
                    return;
                }
            }
        }
    }

    private boolean isRested() {
        try {
            Thread.sleep(pauseAfterFailure);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Ends the round under way and waits for it.
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return running;
    }
}
