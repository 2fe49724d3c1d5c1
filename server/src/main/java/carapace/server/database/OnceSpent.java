package carapace.server.database;

/// The one-time token was spent before: a proof or assertion was replayed.
public final class OnceSpent extends RuntimeException {
    OnceSpent(String message, Throwable cause) {
        super(message, cause);
    }
}
