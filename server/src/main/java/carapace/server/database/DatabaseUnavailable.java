package carapace.server.database;

/// The database cannot be reached or did not answer in time; nothing was changed that the caller
/// could rely on. Trying again later may work.
public final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
