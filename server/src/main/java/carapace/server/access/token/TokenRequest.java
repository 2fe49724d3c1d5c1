package carapace.server.access.token;

import carapace.protocol.key.Thumbprint;
import carapace.server.access.Authority;
import carapace.server.access.Scope;
import carapace.server.database.Once;
import java.util.Set;

/// A token request whose assertion and proof are the agent's, and the assertion not yet spent.
///
/// @param jkt of the key that made both
/// @param scopes asked for
public record TokenRequest(Authority authority, Thumbprint jkt, Set<Scope> scopes, Once assertion) {

    public TokenRequest {
        scopes = Set.copyOf(scopes);
    }
}
