package carapace.server.database;

import java.time.Instant;

/// A token that may be spent once on all nodes, such as the `jti` of an assertion.
public final class Once {

    private static final int HASH_BYTES = 32;

    private final byte[] hash;
    private final Instant expires;

    /// @param hash SHA-256 of the token with its domain, 32 bytes
    /// @param expires when the token is refused for its age, so that it may be forgotten; at most
    ///   ten minutes ahead
    public Once(byte[] hash, Instant expires) {
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("hash must have 32 bytes, not " + hash.length);
        }
        this.hash = hash.clone();
        this.expires = expires;
    }

    byte[] hash() {
        return hash.clone();
    }

    Instant expires() {
        return expires;
    }
}
