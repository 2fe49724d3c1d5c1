package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of the ledger. Every statement calls a function that runs as `carapace_ledger`.
@Component
class LedgerProjection {

    static final String LOCK_HEAD =
            """
            select seq, record from ledger.lock_head(?)
            """;

    private static final String KNOWN =
            """
            select id, receipt from ledger.records where agent = ? and id = any (?)
            """;

    static final String APPEND =
            """
            select ledger.append(?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String ERASE =
            """
            select ledger.erase(?)
            """;

    private static final String KEEP_EVIDENCE =
            """
            select ledger.keep_evidence(?, ?, ?)
            """;

    /// The receipt of a record that was accepted before.
    record Known(RecordId id, String receipt) {}

    Optional<Head> lockHead(Handle agent, Tx tx) {
        return tx.one(LOCK_HEAD, row -> new Head(agent, row.longValue(1), row.recordId(2)), agent);
    }

    List<Known> known(Handle agent, List<RecordId> ids, Tx tx) {
        return tx.list(KNOWN, row -> new Known(row.recordId(1), row.string(2)), agent, ids);
    }

    /// Appends the batch, moves the head and fills the outbox. The head must be locked.
    void append(Batch batch, List<String> receipts, Instant acceptedAt, Tx tx) {
        var records = batch.records();
        var previous = batch.first().payload().prev();
        tx.list(
                APPEND,
                _ -> true,
                batch.agent(),
                batch.first().payload().seq(),
                previous,
                batch.ids(),
                records.stream().map(r -> r.payload().body().type().wireName()).toList(),
                records.stream().map(SignedRecord::compact).toList(),
                receipts,
                acceptedAt);
    }

    void erase(List<RecordId> records, Tx tx) {
        tx.list(ERASE, _ -> true, records);
    }

    void keepEvidence(SignedRecord refused, Tx tx) {
        tx.list(KEEP_EVIDENCE, _ -> true, refused.id(), refused.payload().seq(), refused.compact());
    }
}
