package carapace.server.ledger.audit;

import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import carapace.server.ledger.Act;
import carapace.server.ledger.Head;
import carapace.server.ledger.ServerActs;
import carapace.server.ledger.audit.AuditQueries.LedgerRow;
import carapace.server.ledger.audit.RecordCheck.Checked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows one agent's chain from its first record and names each place where it does not hold.
final class ChainWalk {

    private static final String RECORDS = "ledger.records";
    private static final String HEADS = "ledger.heads";
    private static final String NOT_DELETED = "erased, but its author did not delete it";

    private final Handle agent;
    private final RecordCheck check;
    private final Problems problems;

    /// Every signing key that the agent has had.
    private final Set<Ed25519PublicKey> keys = new HashSet<>();

    /// Records that do not hold, so that a second walk leaves them out too.
    private final Set<Long> broken = new HashSet<>();

    /// Posts and comments of which something was erased, with those records, until their deletion
    /// comes.
    private final Map<RecordId, List<RecordId>> erasedWith = new LinkedHashMap<>();

    private @Nullable Ed25519PublicKey key;
    private @Nullable RecordId last;
    private long next;
    private boolean linked = true;

    ChainWalk(Handle agent, RecordCheck check, Problems problems) {
        this.agent = agent;
        this.check = check;
        this.problems = problems;
    }

    /// What one row of the chain is good for.
    sealed interface Step {
        record Acted(Act<Body> act) implements Step {}

        record Erased(ErasedRecord record) implements Step {}

        /// Nothing follows from it; it was named.
        record Nothing() implements Step {}
    }

    /// Checks the next row.
    Step next(LedgerRow row) {
        problems.checked(1);
        requirePlace(row);
        var step =
                switch (check.check(row)) {
                    case Checked.Broken(var why) -> broken(row, why);
                    case Checked.Erased(var erased) -> erased(erased);
                    case Checked.Holds(var record, var act) -> signed(row, record, act);
                };
        last = row.id();
        next = row.seq() + 1;
        return step;
    }

    private void requirePlace(LedgerRow row) {
        linked = row.seq() == next;
        if (!linked) {
            problems.add(
                    RECORDS,
                    "%s seq %d".formatted(agent, next),
                    row.seq() > next
                            ? "missing: the next record there has seq " + row.seq()
                            : "added: a second record has seq " + row.seq());
        }
    }

    private Step broken(LedgerRow row, String why) {
        broken.add(row.seq());
        problems.add(RECORDS, row.id(), "%s seq %d: %s".formatted(agent, row.seq(), why));
        return new Step.Nothing();
    }

    private Step signed(LedgerRow row, SignedRecord record, Act<Body> act) {
        if (linked && !Objects.equals(record.payload().prev(), last)) {
            return broken(row, "it does not follow the record before it");
        }
        var counted = key == null ? firstKey(act.body()) : key;
        if (counted == null || !record.isSignedBy(counted)) {
            return broken(row, "it is not signed by the agent's key");
        }
        key =
                act.body() instanceof AgentBody.RotateKeys rotation
                        ? rotation.keys().signing()
                        : counted;
        keys.add(key);
        act.body().deletes().ifPresent(erasedWith::remove);
        return new Step.Acted(act);
    }

    private Step erased(ErasedRecord erased) {
        erasedWith.computeIfAbsent(erased.with(), _ -> new ArrayList<>()).add(erased.id());
        return new Step.Erased(erased);
    }

    /// An agent's key is the one that it announced; the server's is known from the vault.
    private @Nullable Ed25519PublicKey firstKey(Body body) {
        if (!(body instanceof AgentBody.Create create)) {
            return null;
        }
        var announced = create.keys().signing();
        var foreign = agent.equals(ServerActs.HANDLE) && !announced.equals(check.serverKey());
        return foreign ? null : announced;
    }

    /// The same row in a later walk, of which nothing more is to be named.
    Step again(LedgerRow row) {
        if (broken.contains(row.seq())) {
            return new Step.Nothing();
        }
        return switch (check.check(row)) {
            case Checked.Broken _ -> new Step.Nothing();
            case Checked.Erased(var erased) -> new Step.Erased(erased);
            case Checked.Holds(_, var act) -> new Step.Acted(act);
        };
    }

    /// Compares the end of the chain with the head that the table has, and names what was erased
    /// although the agent has not deleted it.
    void end(Optional<Head> head) {
        erasedWith
                .values()
                .forEach(ids -> ids.forEach(id -> problems.add(RECORDS, id, NOT_DELETED)));
        problems.checked(head.isPresent() ? 1 : 0);
        if (head.isEmpty() && last != null) {
            problems.add(HEADS, agent, "missing: there are records");
        }
        if (head.isPresent()
                && (head.get().seq() != next - 1 || !head.get().record().equals(last))) {
            problems.add(
                    HEADS,
                    agent,
                    "changed: it has seq %d, the last record %d"
                            .formatted(head.get().seq(), next - 1));
        }
    }

    /// {@return whether some key of the agent, at whatever time, signed this}
    boolean isSignedByAny(SignedRecord record) {
        return keys.stream().anyMatch(record::isSignedBy);
    }
}
