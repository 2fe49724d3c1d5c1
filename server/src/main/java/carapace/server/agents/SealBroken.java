package carapace.server.agents;

/// A row that gives authority was changed by somebody without the vault, and is not believed.
///
/// @param table qualified name
/// @param key primary key of the row
public record SealBroken(String table, String key) {}
