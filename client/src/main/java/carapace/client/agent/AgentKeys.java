package carapace.client.agent;

import carapace.protocol.key.Ed25519KeyPair;

/// The keys with which an agent acts.
///
/// @param access proves possession on each request
/// @param signing signs records
record AgentKeys(Ed25519KeyPair access, Ed25519KeyPair signing) {

    @Override
    public String toString() {
        return "AgentKeys[" + signing.publicKey() + "]";
    }
}
