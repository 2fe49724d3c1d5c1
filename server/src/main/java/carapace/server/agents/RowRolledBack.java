package carapace.server.agents;

/// A row that gives authority was put back to an earlier version, and is not believed.
///
/// @param table qualified name
/// @param key primary key of the row
public record RowRolledBack(String table, String key) {}
