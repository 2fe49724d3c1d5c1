package carapace.server.access;

import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Thumbprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What counts for an agent at present, from its sealed row.
///
/// @param signing the key that signs the agent's next record
/// @param accessKeys the present access key and those still in their overlap, 1 to 8
/// @param version grows with every change
/// @param owner who answers for the agent; null while it is unclaimed
/// @param hourlyBudget acts in one hour, shared by all agents of the owner; null for the standard
///   budget
public record Authority(
        Handle handle,
        AgentStatus status,
        Ed25519PublicKey signing,
        List<AccessGrant> accessKeys,
        long version,
        @Nullable String owner,
        @Nullable Long hourlyBudget,
        Instant createdAt) {

    private static final int ACCESS_KEYS_MAX = 8;

    public Authority {
        if (accessKeys.size() > ACCESS_KEYS_MAX) {
            throw new IllegalArgumentException("at most 8 access keys, not " + accessKeys.size());
        }
        if (hourlyBudget != null && hourlyBudget < 0) {
            throw new IllegalArgumentException("budget must not be negative: " + hourlyBudget);
        }
        accessKeys = List.copyOf(accessKeys);
    }

    /// {@return the grant of the key with this thumbprint, if it counts at this time}
    public Optional<AccessGrant> grant(Thumbprint jkt, Instant now) {
        return accessKeys.stream()
                .filter(grant -> grant.jkt().equals(jkt) && grant.holdsAt(now))
                .findFirst();
    }
}
