package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Rounds;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Publishes what is committed while this node runs: every record once, on every node in one order,
/// that of the transactions' numbers.
///
/// Numbers are given out before their transactions commit, so a lower one may appear after a
/// higher. Rows are therefore read only once no transaction older than theirs is still under way.
/// Two acts of one agent that were under way at once may be told in either order.
@Component
class OutboxRelay implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int PAGE = 1_000;
    private static final int ROUNDS_BETWEEN_CLEANING = 300;

    private static final String CLEAN =
            """
            select ledger.clean_outbox()
            """;

    private final Database database;
    private final OutboxQueries outbox;
    private final ApplicationEventPublisher events;

    private final Rounds rounds =
            new Rounds("outbox: cannot read", PAUSE, PAUSE_AFTER_FAILURE, this::relay);

    // Owned by the relay's thread once it runs.
    private Place last = new Place(0, 0);
    private int caughtUp;

    OutboxRelay(Database database, OutboxQueries outbox, ApplicationEventPublisher events) {
        this.database = database;
        this.outbox = outbox;
        this.events = events;
    }

    @Override
    public void start() {
        // What is still under way now has a number from here on.
        last = outbox.oldest();
        rounds.start("outbox-relay");
    }

    private boolean relay() {
        var page = outbox.next(last, PAGE);
        for (RecordAccepted accepted : page) {
            events.publishEvent(accepted);
            last = accepted.place();
        }
        if (page.size() == PAGE) {
            return true;
        }
        caughtUp++;
        if (caughtUp % ROUNDS_BETWEEN_CLEANING == 0) {
            database.list(Caller.node(), CLEAN, _ -> true);
        }
        return false;
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    /// Before those who listen: they hear everything behind the place at which they start.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
