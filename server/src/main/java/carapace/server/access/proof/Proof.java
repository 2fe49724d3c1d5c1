package carapace.server.access.proof;

import carapace.protocol.key.AccessKey;
import carapace.server.access.Refusal;

/// A proof that fits its request. Whoever sent it holds the private half of `key`.
///
/// @param spending to be done before the request is served: refuses one that was used before
public record Proof(AccessKey key, Runnable spending) {

    /// Uses it up.
    ///
    /// @throws Refusal when it was used before
    public void spend() {
        spending.run();
    }
}
