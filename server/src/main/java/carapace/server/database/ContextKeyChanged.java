package carapace.server.database;

/// The database does not believe this vault any more: somebody has replaced the key of the context,
/// or the function that checks it. Nobody can read or write; a start of the server puts the key
/// back.
public final class ContextKeyChanged extends RuntimeException {
    ContextKeyChanged(Throwable cause) {
        super("the database does not believe this vault: restart the server", cause);
    }
}
