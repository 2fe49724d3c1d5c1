package carapace.rules.planted.server.util;

/// Lies in a package without a subject.
public final class Somewhere {}
