package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What other features may ask of the ledger.
@Component
public class Ledger {

    /// Records of keys at once; each takes about 3 KiB.
    public static final int KEY_RECORDS_MAX = 100;

    private final LedgerQueries queries;
    private final LedgerProjection projection;

    Ledger(LedgerQueries queries, LedgerProjection projection) {
        this.queries = queries;
        this.projection = projection;
    }

    public Optional<StoredRecord> record(Caller caller, RecordId id) {
        return queries.record(caller, id);
    }

    /// {@return the records from which the agent's key follows, oldest first: its creation and its
    /// rotations, [#KEY_RECORDS_MAX] at most}
    ///
    /// @param after `seq` of the last one seen, -1 to begin
    public List<StoredRecord> keyRecords(Caller caller, Handle agent, long after) {
        return queries.keyRecords(caller, agent, after, KEY_RECORDS_MAX);
    }

    /// Erases what the records said and keeps their hashes and receipts. For the handler of a
    /// deletion, inside its transaction; there is no way back.
    public void erase(List<RecordId> records, Tx tx) {
        projection.erase(records, tx);
    }
}
