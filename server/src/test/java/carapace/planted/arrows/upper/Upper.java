package carapace.planted.arrows.upper;

/// Is used by the one below.
public final class Upper {}
