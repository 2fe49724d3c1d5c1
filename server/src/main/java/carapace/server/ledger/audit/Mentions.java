package carapace.server.ledger.audit;

import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.AuditQueries.LedgerRow;
import carapace.server.ledger.audit.RecordCheck.Checked;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// What agents have said about something that is not theirs alone, such as a community.
///
/// Bytes and receipts are checked here; signatures and links are when the author's own chain is
/// walked, which also names records that are not found here.
@Component
public class Mentions {

    private static final LedgerRow BEFORE_ALL =
            new LedgerRow(
                    RecordId.fromBytes(new byte[RecordId.BYTES]),
                    -1,
                    "",
                    null,
                    "",
                    Instant.EPOCH,
                    null,
                    "");

    private final AuditQueries queries;
    private final RecordCheck check;

    Mentions(AuditQueries queries, RecordCheck check) {
        this.queries = queries;
        this.check = check;
    }

    /// Tells each act about one of these, in the order of acceptance.
    ///
    /// @param what names or ids, at most 500
    public void about(List<String> what, List<RecordType> types, Tx tx, Consumer<Act<?>> each) {
        var names = types.stream().map(RecordType::wireName).toList();
        RowPages.each(
                BEFORE_ALL,
                AuditQueries.PAGE,
                after -> queries.about(what, names, after, tx),
                row -> row,
                row -> {
                    if (check.check(row) instanceof Checked.Holds(_, var act)) {
                        each.accept(act);
                    }
                });
    }
}
