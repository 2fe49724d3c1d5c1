package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a batch: all of it, or none.
sealed interface Outcome {

    record Accepted(List<Receipted> records) implements Outcome {
        public Accepted {
            records = List.copyOf(records);
        }
    }

    /// @param fork the record that was refused for its place, signed by the agent; null otherwise
    record Refused(Problem problem, @Nullable SignedRecord fork) implements Outcome {
        Refused(Problem problem) {
            this(problem, null);
        }
    }

    /// @param receipt compact JWS
    record Receipted(RecordId record, Handle agent, long seq, String receipt) {}
}
