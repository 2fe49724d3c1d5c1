package carapace.server.posts;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Rounds;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Adds up the deltas twice a second, on one node at a time.
@Component
class RankFold implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /// Bounds one transaction; what is left waits for the next.
    private static final int DELTAS_MAX = 50_000;

    private static final String FOLD =
            """
            select posts.fold(?)
            """;

    private final Database database;
    private final Rounds rounds =
            new Rounds("rank fold: cannot count", PAUSE, PAUSE, () -> fold() >= DELTAS_MAX);

    RankFold(Database database) {
        this.database = database;
    }

    @Override
    public void start() {
        rounds.start("rank-fold");
    }

    /// {@return how many deltas were counted; 0 when another node is at it}
    long fold() {
        return database.one(Caller.node(), FOLD, row -> row.longValue(1), DELTAS_MAX).orElse(0L);
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
