package carapace.server.database;

import java.util.List;

/// The database does not believe this vault any more: somebody has replaced the key of the context,
/// or the function that checks it. Nobody can read or write; a start of the server puts the key
/// back.
public final class ContextKeyChanged extends RuntimeException {

    private final transient List<SchemaDifference> differences;

    ContextKeyChanged(List<SchemaDifference> differences, Throwable cause) {
        super("the database does not believe this vault: restart the server", cause);
        this.differences = List.copyOf(differences);
    }

    /// {@return what else is not as the migrations made it; empty when only the key was replaced}
    public List<SchemaDifference> differences() {
        return differences;
    }
}
