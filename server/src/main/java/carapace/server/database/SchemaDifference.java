package carapace.server.database;

/// Something in the schema that is not as the migrations made it.
///
/// @param name kind and name, such as `policy posts_read on posts.posts`
/// @param problem `missing`, `added` or `changed`
public record SchemaDifference(String name, String problem) {}
