package carapace.server.database;

import java.time.Instant;

/// A token that may be spent once on all nodes, such as the `jti` of a proof.
///
/// Lives as long as one request. `spent` tells whether a statement sent with it was answered, so
/// that a request which needed no statement can spend it before it is answered.
public final class Once {

    private static final int HASH_BYTES = 32;

    private final byte[] hash;
    private final Instant expires;
    private final String epoch;
    private volatile boolean spent;

    /// @param hash SHA-256 of the token with its domain, 32 bytes
    /// @param expires when the token is refused for its age, so that it may be forgotten; at most
    ///   ten minutes ahead
    /// @param epoch of the store at the time when the token's nonce was given out, see
    ///   [Database#epoch]
    public Once(byte[] hash, Instant expires, String epoch) {
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("hash must have 32 bytes, not " + hash.length);
        }
        this.hash = hash.clone();
        this.expires = expires;
        this.epoch = epoch;
    }

    public boolean spent() {
        return spent;
    }

    void markSpent() {
        spent = true;
    }

    void unmark() {
        spent = false;
    }

    byte[] hash() {
        return hash.clone();
    }

    Instant expires() {
        return expires;
    }

    String epoch() {
        return epoch;
    }
}
