package carapace.client.identity;

import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.record.IdentityToken;
import java.time.Instant;

/// Who somebody has shown to be.
///
/// @param token what the agent signed
/// @param key with which it did
/// @param keySince when the server accepted that key. The agent may have replaced it later, which a
///   check without a connection cannot see
public record Identity(IdentityToken token, Ed25519PublicKey key, Instant keySince) {}
