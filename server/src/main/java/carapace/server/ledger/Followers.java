package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Rounds;
import carapace.server.database.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Lets each [Follower] take what was accepted, on one node at a time, usually within 200 ms.
///
/// The outbox keeps what a follower has not taken, so one that fails falls behind and loses
/// nothing.
@Component
class Followers implements SmartLifecycle {

    /// Records that a follower takes at once. One that fails takes half as many the next time, so
    /// that a few huge ones, which take too long together, do not keep it where it is for good.
    static final int PAGE = 500;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final String TAKE_TURN =
            """
            select last_transaction::text, last_position from ledger.take_turn(?)
            """;

    private static final String END_TURN =
            """
            select ledger.end_turn(?, ?::xid8, ?)
            """;

    private final Database database;
    private final Map<String, Rounds> rounds;

    /// How many each takes the next time, where it is not [#PAGE].
    private final Map<String, Integer> pages = new ConcurrentHashMap<>();

    Followers(Database database, List<Follower> followers) {
        this.database = database;
        this.rounds = followers.stream().collect(Collectors.toMap(Follower::name, this::roundsOf));
    }

    private Rounds roundsOf(Follower follower) {
        return new Rounds(
                follower.name() + ": cannot follow",
                PAUSE,
                PAUSE_AFTER_FAILURE,
                () -> {
                    var page = page(follower);
                    return turn(follower) == page;
                });
    }

    private int page(Follower follower) {
        return pages.getOrDefault(follower.name(), PAGE);
    }

    @Override
    public void start() {
        rounds.forEach((name, its) -> its.start("follower-" + name));
    }

    /// {@return how many records it took; 0 when there are none, or another node is at it}
    int turn(Follower follower) {
        var page = page(follower);
        try {
            var taken = turn(follower, page);
            pages.put(follower.name(), Math.min(PAGE, page * 2));
            return taken;
        } catch (RuntimeException e) {
            pages.put(follower.name(), Math.max(1, page / 2));
            throw e;
        }
    }

    private int turn(Follower follower, int size) {
        return database.transact(
                Caller.node(),
                tx ->
                        tx.one(TAKE_TURN, OutboxQueries::place, follower.name())
                                .map(place -> take(follower, place, size, tx))
                                .orElse(0));
    }

    private static int take(Follower follower, Place from, int size, Tx tx) {
        var page = OutboxQueries.next(from, size, tx);
        if (page.isEmpty()) {
            return 0;
        }
        follower.take(page, tx);
        var last = page.getLast().place();
        tx.list(END_TURN, _ -> true, follower.name(), OutboxQueries.number(last), last.position());
        return page.size();
    }

    @Override
    public void stop() {
        rounds.values().forEach(Rounds::stop);
    }

    @Override
    public boolean isRunning() {
        return rounds.values().stream().anyMatch(Rounds::isRunning);
    }
}
