package carapace.server.access.proof;

import carapace.protocol.key.AccessKey;

/// A proof that fits its request and was used for no other. Whoever sent it holds the private half
/// of `key`.
public record Proof(AccessKey key) {}
