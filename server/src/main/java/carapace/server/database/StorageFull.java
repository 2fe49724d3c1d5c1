package carapace.server.database;

/// The database's disk is full: nothing was written. Reads go on.
public final class StorageFull extends RuntimeException {
    StorageFull(String message) {
        super(message);
    }

    StorageFull(String message, Throwable cause) {
        super(message, cause);
    }
}
