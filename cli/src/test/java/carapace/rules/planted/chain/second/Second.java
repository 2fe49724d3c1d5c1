package carapace.rules.planted.chain.second;

/// Needs nobody.
public final class Second {}
