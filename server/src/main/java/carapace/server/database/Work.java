package carapace.server.database;

import org.jspecify.annotations.Nullable;

/// What is done in one transaction.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T run(Tx tx);
}
