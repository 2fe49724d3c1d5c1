package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Lets each [Follower] take what was accepted, on one node at a time, usually within 200 ms.
///
/// The outbox keeps what a follower has not taken, so one that fails falls behind and loses
/// nothing.
@Component
class Followers implements SmartLifecycle {

    /// Records that a follower takes at once.
    static final int PAGE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final long PAUSE_MILLIS = 200;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private static final String TAKE_TURN =
            """
            select last_transaction::text, last_position from ledger.take_turn(?)
            """;

    private static final String NEXT =
            """
            select transaction::text, position, record, agent, type, accepted_at
            from ledger.outbox
            where (transaction, position) > (?::xid8, ?)
                and transaction < pg_snapshot_xmin(pg_current_snapshot())
            order by transaction, position limit 500
            """;

    private static final String END_TURN =
            """
            select ledger.end_turn(?, ?::xid8, ?)
            """;

    private final Database database;
    private final List<Follower> followers;
    private volatile List<Thread> threads = List.of();
    private volatile boolean running;

    Followers(Database database, List<Follower> followers) {
        this.database = database;
        this.followers = List.copyOf(followers);
    }

    /// @param transaction number in decimal
    private record Place(String transaction, long position) {}

    private record Entry(Place place, RecordAccepted accepted) {}

    @Override
    public void start() {
        running = true;
        threads =
                followers.stream()
                        .map(follower ->
                                Thread.ofVirtual()
                                        .name("follower-" + follower.name())
                                        .start(() -> run(follower)))
                        .toList();
    }

    private void run(Follower follower) {
        while (running) {
            try {
                if (turn(follower) < PAGE) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.warn("{}: cannot follow, trying again: {}", follower.name(), e.toString());
                if (!isPaused()) {
                    return;
                }
            }
        }
    }

    /// {@return how many records it took; 0 when there are none, or another node is at it}
    int turn(Follower follower) {
        return database.transact(
                Caller.node(),
                tx ->
                        tx.one(TAKE_TURN, Followers::place, follower.name())
                                .map(place -> take(follower, place, tx))
                                .orElse(0));
    }

    private static int take(Follower follower, Place from, Tx tx) {
        var page = tx.list(NEXT, Followers::entry, from.transaction(), from.position());
        if (page.isEmpty()) {
            return 0;
        }
        follower.take(page.stream().map(Entry::accepted).toList(), tx);
        var last = page.getLast().place();
        tx.list(END_TURN, _ -> true, follower.name(), last.transaction(), last.position());
        return page.size();
    }

    private static Place place(Row row) {
        return new Place(row.string(1), row.longValue(2));
    }

    private static Entry entry(Row row) {
        return new Entry(
                place(row),
                new RecordAccepted(row.recordId(3), row.handle(4), row.string(5), row.instant(6)));
    }

    private static boolean isPaused() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
