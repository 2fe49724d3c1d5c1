package carapace.server.database;

/// The store of spent tokens was emptied since the token's nonce was given out; a new nonce is
/// needed.
public final class StaleEpoch extends RuntimeException {
    StaleEpoch(String message) {
        super(message);
    }
}
