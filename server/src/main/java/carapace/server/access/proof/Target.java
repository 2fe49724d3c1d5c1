package carapace.server.access.proof;

/// The request that a proof must have been made for.
///
/// @param method such as `POST`, upper case
/// @param path as received, percent-encoded, without the query
public record Target(String method, String path) {}
