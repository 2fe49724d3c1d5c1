package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final long PAUSE_MILLIS = 200;
    private static final int PAGE = 1_000;
    private static final int ROUNDS_BETWEEN_CLEANING = 300;

    private static final String OLDEST =
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text
            """;

    private static final String NEXT =
            """
            select transaction::text, position, record, agent, type, accepted_at
            from ledger.outbox
            where (transaction, position) > (?::xid8, ?)
                and transaction < pg_snapshot_xmin(pg_current_snapshot())
            order by transaction, position limit ?
            """;

    private static final String CLEAN =
            """
            select ledger.clean_outbox()
            """;

    private final Database database;
    private final ApplicationEventPublisher events;

    // Owned by the relay's thread once it runs.
    private Place last = new Place("0", 0);

    private volatile boolean running;
    private volatile Thread thread = new Thread(() -> {});

    OutboxRelay(Database database, ApplicationEventPublisher events) {
        this.database = database;
        this.events = events;
    }

    /// @param transaction number in decimal
    private record Place(String transaction, long position) {}

    private record Entry(Place place, RecordAccepted event) {}

    @Override
    public void start() {
        // What is still under way now has a number from here on.
        last =
                database.one(Caller.node(), OLDEST, row -> new Place(row.string(1), 0))
                        .orElseThrow();
        running = true;
        thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    private void run() {
        for (var round = 1; running; round++) {
            try {
                relay();
                if (round % ROUNDS_BETWEEN_CLEANING == 0) {
                    database.list(Caller.node(), CLEAN, _ -> true);
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The database may be away for a while; what is in the outbox waits there.
                LOG.warn("outbox: cannot read, trying again: {}", e.toString());
                pause();
            }
        }
    }

    private void relay() {
        List<Entry> page;
        do {
            page =
                    database.list(
                            Caller.node(),
                            NEXT,
                            OutboxRelay::entry,
                            last.transaction(),
                            last.position(),
                            PAGE);
            for (var entry : page) {
                events.publishEvent(entry.event());
                last = entry.place();
            }
        } while (page.size() == PAGE && running);
    }

    private static Entry entry(Row row) {
        return new Entry(
                new Place(row.string(1), row.longValue(2)),
                new RecordAccepted(row.recordId(3), row.handle(4), row.string(5), row.instant(6)));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS * 5);
        } catch (InterruptedException e) {
            running = false;
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
