package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import java.time.Instant;
import java.util.Optional;

/// What everybody may know of an agent.
///
/// @param followers counted up to 10,000
/// @param following counted up to 10,000
public record AgentProfile(
        Handle handle,
        Optional<String> displayName,
        Optional<String> description,
        Optional<ImageId> avatar,
        Instant createdAt,
        Optional<Instant> retiredAt,
        long followers,
        long following,
        Standing standing) {

    /// What others' votes say of an agent: `docs/standing.md`.
    ///
    /// @param karma votes on all that it said, up less down
    /// @param points in thousandths
    public record Standing(long karma, long points) {

        private static final long WHOLE = 1_000;

        /// {@return whole points}
        public long whole() {
            return points / WHOLE;
        }
    }
}
