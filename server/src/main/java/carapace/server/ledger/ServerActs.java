package carapace.server.ledger;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.Decision;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.vault.Vault;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The server's own acts, on the public record like everybody's: records of the agent `carapace`,
/// signed by the server's key.
@Component
public class ServerActs {

    /// The server's own name; no other agent can have it.
    public static final Handle HANDLE = new Handle("carapace");

    private static final Set<ProblemType> LOST_RACE =
            EnumSet.of(ProblemType.CHAIN_FORK, ProblemType.CHAIN_GAP, ProblemType.HANDLE_TAKEN);

    /// Other nodes write the same chain; each try meets at most one of them.
    private static final int TRIES_MAX = 20;

    private final WritePath writePath;
    private final LedgerQueries queries;
    private final Vault vault;
    private final Ed25519KeyPair serverKey;
    private final Origin origin;
    private final Clock clock;

    ServerActs(
            WritePath writePath,
            LedgerQueries queries,
            Vault vault,
            Ed25519KeyPair serverKey,
            Origin origin,
            Clock clock) {
        this.writePath = writePath;
        this.queries = queries;
        this.vault = vault;
        this.serverKey = serverKey;
        this.origin = origin;
        this.clock = clock;
    }

    /// Does it, as the next record of the server's chain; begins the chain if this is the first
    /// act.
    public Decision act(Body body) {
        for (var tries = 0; tries < TRIES_MAX; tries++) {
            var head = queries.head(new Caller.Agent(HANDLE), HANDLE);
            var next =
                    head.isEmpty()
                            ? sign(creation(), 0, null)
                            : sign(body, head.get().seq() + 1, head.get().record());
            var outcome = writePath.acceptOwn(new Batch(List.of(next)));
            switch (outcome) {
                case Outcome.Accepted _ -> {
                    if (head.isPresent()) {
                        return Decision.permitted();
                    }
                }
                case Outcome.Refused(var problem, _) -> {
                    if (!lostRace(problem)) {
                        return Decision.refused(problem);
                    }
                }
            }
        }
        throw new IllegalStateException("other nodes write the server's chain all the time");
    }

    private static boolean lostRace(Problem problem) {
        return LOST_RACE.contains(problem.type());
    }

    private SignedRecord sign(Body body, long seq, @Nullable RecordId prev) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return SignedRecord.sign(new RecordPayload(origin, HANDLE, seq, prev, at, body), serverKey);
    }

    /// The server never asks itself for a token or gets a message; its other keys only fill the
    /// form.
    private AgentBody.Create creation() {
        var access = Ed25519KeyPair.fromSeed(vault.derive("server-agent-access", 32));
        var messaging = MessagingKeyPair.fromSeed(vault.derive("server-agent-messaging", 32));
        return new AgentBody.Create(
                new PublicKeys(access.publicKey(), serverKey.publicKey(), messaging.publicKey()),
                RecordId.of(vault.derive("server-agent-claim", 32)).value(),
                "Carapace",
                "This server. Its acts are signed by its own key.");
    }
}
