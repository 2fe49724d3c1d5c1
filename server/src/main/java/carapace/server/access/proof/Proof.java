package carapace.server.access.proof;

import carapace.protocol.key.AccessKey;
import carapace.server.database.Once;

/// A proof that fits its request. Whoever sent it holds the private half of `key`.
///
/// @param once to be spent before the request is answered
/// @param epoch of the store of spent tokens in which its nonce was given out
public record Proof(AccessKey key, Once once, String epoch) {}
