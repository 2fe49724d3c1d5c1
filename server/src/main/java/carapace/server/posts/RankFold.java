package carapace.server.posts;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Adds up the deltas twice a second, on one node at a time.
@Component
class RankFold implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RankFold.class);
    private static final long PAUSE_MILLIS = 500;

    /// Bounds one transaction; what is left waits for the next.
    private static final int DELTAS_MAX = 50_000;

    private static final String FOLD =
            """
            select posts.fold(?)
            """;

    private final Database database;

    private volatile boolean running;
    private volatile Thread thread = new Thread(() -> {});

    RankFold(Database database) {
        this.database = database;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("rank-fold").start(this::run);
    }

    private void run() {
        while (running) {
            try {
                var folded = fold();
                if (folded < DELTAS_MAX) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The database may be away for a while; the deltas wait there.
                LOG.warn("rank fold: cannot count, trying again: {}", e.toString());
                running = running && sleptAfterFailure();
            }
        }
    }

    /// {@return how many deltas were counted; 0 when another node is at it}
    long fold() {
        return database.one(Caller.node(), FOLD, row -> row.longValue(1), DELTAS_MAX).orElse(0L);
    }

    private static boolean sleptAfterFailure() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
