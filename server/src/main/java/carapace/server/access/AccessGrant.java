package carapace.server.access;

import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Thumbprint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key with which an agent may ask for tokens and prove possession.
///
/// @param until end of the overlap of a key that was replaced; null for the present key
public record AccessGrant(AccessKey key, Thumbprint jkt, @Nullable Instant until) {

    public boolean holdsAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}
