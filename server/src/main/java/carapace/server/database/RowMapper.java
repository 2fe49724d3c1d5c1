package carapace.server.database;

/// Turns one row of an answer into a value.
@FunctionalInterface
public interface RowMapper<T> {
    T map(Row row);
}
