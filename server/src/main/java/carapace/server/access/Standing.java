package carapace.server.access;

import carapace.protocol.key.Handle;
import carapace.protocol.key.Thumbprint;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an answer rests on that goes on for long after its request was checked. Whoever gives such
/// an answer asks again all the time whether it still holds.
///
/// @param address from where it was asked for: the holder of limits by address
/// @param proven what an agent showed; null for anybody else
public record Standing(String address, @Nullable Proven proven) {

    /// @param claimed whether somebody answered for the agent when it asked
    /// @param jkt of the access key that proved possession
    /// @param expires when its token does
    public record Proven(Handle agent, boolean claimed, Thumbprint jkt, Instant expires) {}

    /// {@return why the agent could not ask again now what it asked then; empty while it could}
    public Optional<ProblemType> ended(AgentKeys agents, Instant now) {
        if (proven == null) {
            return Optional.empty();
        }
        if (!now.isBefore(proven.expires())) {
            return Optional.of(ProblemType.TOKEN_EXPIRED);
        }
        var authority = agents.find(proven.agent());
        if (authority.flatMap(known -> known.grant(proven.jkt(), now)).isEmpty()) {
            return Optional.of(ProblemType.KEY_REVOKED);
        }
        return switch (authority.get().status()) {
            case FROZEN -> Optional.of(ProblemType.AGENT_FROZEN);
            case RETIRED -> Optional.of(ProblemType.AGENT_RETIRED);
            case ACTIVE, UNCLAIMED -> Optional.empty();
        };
    }
}
