package carapace.server.search;

import java.nio.file.Path;

/// What an operator decides about searching.
///
/// @param meaning whether texts are found by their meaning too
/// @param folder for files that mean nothing once the server has ended
public record SearchOptions(boolean meaning, Path folder) {}
