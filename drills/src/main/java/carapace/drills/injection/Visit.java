package carapace.drills.injection;

/// A page to be opened.
///
/// @param kind what it is, in a few words
/// @param path with its query, encoded
record Visit(String kind, String path) {}
