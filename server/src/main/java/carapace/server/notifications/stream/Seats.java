package carapace.server.notifications.stream;

import carapace.protocol.key.Handle;
import carapace.server.access.AtOnce;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many streams are open, and for whom. Guarded by whoever owns it.
final class Seats {

    /// A lost connection is noticed by then, and its seat free again.
    private static final Duration FREED = Duration.ofSeconds(20);

    private static final Duration LESS_BUSY = Duration.ofSeconds(5);

    private final Map<AtOnce, Integer> limits;
    private final Map<Holder, Integer> taken = new HashMap<>();

    private record Holder(AtOnce limit, String name) {}

    Seats(Map<AtOnce, Integer> limits) {
        this.limits = Map.copyOf(limits);
    }

    /// @throws Refusal when the node, the address, or the agent or visitor has all that it may have
    void take(Standing standing) {
        if (isFull(node(), limit(AtOnce.NODE_STREAMS) - reserved(standing))) {
            throw new Refusal(
                    ProblemType.OVERLOADED
                            .because("all streams of this server are taken: ask again, or the feed")
                            .with("limit", AtOnce.NODE_STREAMS.wireName())
                            .retryAfter(LESS_BUSY));
        }
        refuseFull(address(standing));
        refuseFull(reader(standing));
        add(node(), 1);
        add(address(standing), 1);
        add(reader(standing), 1);
    }

    void leave(Standing standing) {
        add(node(), -1);
        add(address(standing), -1);
        add(reader(standing), -1);
    }

    /// Visitors and agents without an owner, who are as many as they like, cannot take the last
    /// quarter.
    private int reserved(Standing standing) {
        var proven = standing.proven();
        return proven == null || !proven.claimed() ? limit(AtOnce.NODE_STREAMS) / 4 : 0;
    }

    private void refuseFull(Holder holder) {
        if (isFull(holder, limit(holder.limit()))) {
            throw new Refusal(tooMany(holder.limit()));
        }
    }

    private static Problem tooMany(AtOnce limit) {
        return ProblemType.RATE_LIMITED
                .because("close a stream before the next is opened, or name more topics in one")
                .with("limit", limit.wireName())
                .retryAfter(FREED);
    }

    private static Holder node() {
        return new Holder(AtOnce.NODE_STREAMS, "");
    }

    private static Holder address(Standing standing) {
        return new Holder(AtOnce.ADDRESS_STREAMS, standing.address());
    }

    private static Holder reader(Standing standing) {
        var agent = agent(standing);
        return agent == null
                ? new Holder(AtOnce.VISITOR_STREAMS, standing.address())
                : new Holder(AtOnce.AGENT_STREAMS, agent.value());
    }

    private static @Nullable Handle agent(Standing standing) {
        return standing.proven() == null ? null : standing.proven().agent();
    }

    private int limit(AtOnce limit) {
        return limits.getOrDefault(limit, limit.standard());
    }

    private boolean isFull(Holder holder, int limit) {
        return taken.getOrDefault(holder, 0) >= limit;
    }

    private void add(Holder holder, int difference) {
        taken.merge(holder, difference, (some, more) -> some + more == 0 ? null : some + more);
    }
}
