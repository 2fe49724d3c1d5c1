package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.Problem;
import java.util.List;

/// What became of a batch: all of it, or none.
sealed interface Outcome {

    record Accepted(List<Receipted> records) implements Outcome {
        public Accepted {
            records = List.copyOf(records);
        }
    }

    record Refused(Problem problem) implements Outcome {}

    /// @param receipt compact JWS
    record Receipted(RecordId record, Handle agent, long seq, String receipt) {}
}
