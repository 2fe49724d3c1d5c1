package carapace.server.database;

/// The database cannot be used as it is; the message says why and what the operator should do.
public final class DatabaseRefused extends RuntimeException {
    DatabaseRefused(String message) {
        super(message);
    }

    DatabaseRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
