package carapace.server.access.token;

import carapace.protocol.key.Handle;
import carapace.protocol.key.Thumbprint;
import carapace.server.access.Scope;
import java.time.Instant;
import java.util.Set;

/// What a token says that the server has signed and that has not expired. Whether its key and its
/// agent still count is not in it.
///
/// @param hash base64url of the token's SHA-256, 43 characters
/// @param jkt of the key that must prove possession
public record AccessToken(
        String hash, Handle handle, Thumbprint jkt, Set<Scope> scopes, Instant expires) {

    public AccessToken {
        scopes = Set.copyOf(scopes);
    }
}
