package carapace.server.ledger.audit;

/// A place where a table does not say what the records say.
///
/// @param table qualified name; `schema` for what the migrations made
/// @param key of the row, or the name of what is wrong in the schema
/// @param problem what is wrong with it, in words; quotes no text of anybody
public record Problem(String table, String key, String problem) {}
