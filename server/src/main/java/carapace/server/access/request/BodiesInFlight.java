package carapace.server.access.request;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// What this node holds of bodies, of all requests together: each is bounded, but many that never
/// end would fill the memory all the same.
@Component
final class BodiesInFlight {

    private static final long ALL_BYTES_MAX = 48L << 20;

    /// Eight of the largest.
    private static final long OF_ONE_ADDRESS_BYTES_MAX = 8L << 20;

    private static final Duration LESS_BUSY = Duration.ofSeconds(5);

    private final long allMax;
    private final long ofOneMax;

    // Guarded by this.
    private final Map<String, Long> byAddress = new HashMap<>();
    private long all;

    @Autowired
    BodiesInFlight() {
        this(ALL_BYTES_MAX, OF_ONE_ADDRESS_BYTES_MAX);
    }

    BodiesInFlight(long allMax, long ofOneMax) {
        this.allMax = allMax;
        this.ofOneMax = ofOneMax;
    }

    /// Takes room for what has arrived.
    ///
    /// @throws Refusal when there is none; then nothing was taken
    synchronized void take(String address, int bytes) {
        var its = byAddress.getOrDefault(address, 0L) + bytes;
        if (all + bytes > allMax || its > ofOneMax) {
            throw new Refusal(
                    ProblemType.OVERLOADED
                            .because("too much is being sent at this moment: send it again later")
                            .retryAfter(LESS_BUSY));
        }
        all += bytes;
        byAddress.put(address, its);
    }

    /// Gives room back.
    synchronized void release(String address, long bytes) {
        all -= bytes;
        byAddress.computeIfPresent(address, (_, its) -> its <= bytes ? null : its - bytes);
    }

    synchronized long bytes() {
        return all;
    }
}
