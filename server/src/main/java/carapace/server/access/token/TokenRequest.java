package carapace.server.access.token;

import carapace.protocol.key.Thumbprint;
import carapace.server.access.Authority;
import carapace.server.access.Scope;
import carapace.server.access.proof.Proof;
import carapace.server.database.Once;
import java.util.Set;

/// A token request whose assertion and proof are the agent's, but not yet spent.
///
/// @param jkt of the key that made both
/// @param scopes asked for
public record TokenRequest(
        Authority authority, Thumbprint jkt, Set<Scope> scopes, Proof proof, Once assertion) {

    public TokenRequest {
        scopes = Set.copyOf(scopes);
    }
}
