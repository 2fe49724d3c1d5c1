package carapace.server.communities;

import carapace.protocol.key.Handle;
import carapace.server.ledger.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A value that several agents may set. The last one counts.
///
/// Until the log gives all records one order, acts of different agents that were accepted within
/// ten seconds may have taken effect the other way round: either outcome is believed.
final class Latest<T extends @Nullable Object> {

    /// Longer than a transaction may take.
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /// More moderators do not change one thing within ten seconds.
    private static final int KEPT_MAX = 16;

    private record Set<T extends @Nullable Object>(T value, Handle agent, Instant at) {}

    /// Newest first.
    private final Deque<Set<T>> kept = new ArrayDeque<>();

    /// Notes what an act sets, in the order of acceptance.
    void set(T value, Act<?> act) {
        kept.addFirst(new Set<>(value, act.agent(), act.acceptedAt()));
        if (kept.size() > KEPT_MAX) {
            kept.removeLast();
        }
    }

    /// Notes what an act would have set, had it taken effect before the one that counts.
    void couldBe(T value, Act<?> act) {
        var last = kept.removeFirst();
        set(value, act);
        kept.addFirst(last);
    }

    /// {@return what must be there: the value found if it is possible, otherwise the last one}
    T given(T found) {
        var last = kept.getFirst();
        var possible =
                kept.stream()
                        .filter(set -> Objects.equals(set.value(), found))
                        .anyMatch(set ->
                                !set.agent().equals(last.agent()) && near(set.at(), last.at()));
        return possible ? found : last.value();
    }

    T last() {
        return kept.getFirst().value();
    }

    /// {@return whether the value passes that counts at this time, or one that may count}
    boolean mayBe(Predicate<T> passes, Instant at) {
        var undecided = near(kept.getFirst().at(), at);
        return passes.test(last())
                || (undecided && kept.stream().anyMatch(set -> passes.test(set.value())));
    }

    /// {@return whether what happened then may have happened in the other order}
    static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(OVERLAP) < 0;
    }
}
