package carapace.server.database;

import carapace.protocol.key.Base64Url;
import java.security.SecureRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the store of spent tokens: its epoch, and the sweeping out of what has expired. The store
/// itself is `V002__root_spent_tokens.sql`.
final class SpentTokens implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpentTokens.class);

    private static final String EPOCH = "select context.epoch(?)";
    private static final String SWEEP = "select context.sweep()";
    private static final int EPOCH_BYTES = 16;

    /// Parts hold a minute each, so more often would find nothing.
    private static final long SWEEP_SECONDS = 30;

    private final Database database;
    private final SecureRandom random;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("spent-tokens").factory());
    private volatile String epoch;

    SpentTokens(Database database, SecureRandom random) {
        this.database = database;
        this.random = random;
        this.epoch = "";
    }

    void start() {
        renew();
        var _ =
                sweeper.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    String epoch() {
        return epoch;
    }

    /// Learns the present epoch, or begins one when a crash has emptied the store.
    void renew() {
        var bytes = new byte[EPOCH_BYTES];
        random.nextBytes(bytes);
        var candidate = Base64Url.encode(bytes);
        epoch = database.one(Caller.node(), EPOCH, row -> row.string(1), candidate).orElseThrow();
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
