package carapace.server.access.proof;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The proofs that were used on this node, by the minute of their nonce. They are forgotten with
/// the nonce, which no other node takes, so no other need know of them.
final class SpentProofs {

    /// More than eight thousand requests a second; about 50 bytes each.
    private static final int OF_ONE_MINUTE_MAX = 500_000;

    private final int ofOneMinuteMax;

    /// Guarded by this: of the newest minute and the one before. A proof is kept by 64 bits of its
    /// hash: by chance one in 10^13 is taken for another, and refused.
    private final Map<Long, Set<Long>> spent = new HashMap<>();

    private long newest = Long.MIN_VALUE;

    SpentProofs() {
        this(OF_ONE_MINUTE_MAX);
    }

    SpentProofs(int ofOneMinuteMax) {
        this.ofOneMinuteMax = ofOneMinuteMax;
    }

    /// What became of a proof.
    enum Spending {
        FIRST,
        AGAIN,
        /// Its nonce is over, and with it what was remembered.
        TOO_LATE,
        /// There is no room to remember it.
        FULL
    }

    /// Remembers a proof.
    ///
    /// @param minute of its nonce
    /// @param now the present minute
    /// @param hash of what makes it the same proof, at least 8 bytes
    synchronized Spending spend(long minute, long now, byte[] hash) {
        if (now > newest) {
            newest = now;
            spent.keySet().removeIf(it -> it < newest - 1);
        }
        if (minute < newest - 1) {
            return Spending.TOO_LATE;
        }
        var its = spent.computeIfAbsent(minute, _ -> new HashSet<>());
        if (its.size() >= ofOneMinuteMax) {
            return Spending.FULL;
        }
        return its.add(ByteBuffer.wrap(hash).getLong()) ? Spending.FIRST : Spending.AGAIN;
    }
}
