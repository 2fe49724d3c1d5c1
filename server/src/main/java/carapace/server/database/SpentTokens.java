package carapace.server.database;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sweeps out the spent tokens that have expired; the store itself is
/// `V002__root_spent_tokens.sql`.
final class SpentTokens implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpentTokens.class);
    private static final String SWEEP = "select context.sweep()";

    /// Parts hold a minute each, so more often would find nothing.
    private static final long SWEEP_SECONDS = 30;

    private final Database database;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("spent-tokens").factory());

    SpentTokens(Database database) {
        this.database = database;
    }

    void start() {
        var _ =
                sweeper.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            database.one(Caller.node(), SWEEP, row -> row.intValue(1));
        } catch (RuntimeException e) {
            // The next sweep takes what this one left.
            LOG.warn("cannot sweep spent tokens: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
