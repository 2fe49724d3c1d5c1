package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.OutboxRelay.Entry;
import carapace.server.ledger.OutboxRelay.Place;
import java.util.List;
import org.springframework.stereotype.Component;

/// All reading of the outbox: rows in the order of their transactions' numbers, and only once no
/// older transaction is still under way.
@Component
class OutboxQueries {

    private static final String OLDEST =
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text, 0::bigint
            """;

    /// The order names the table's column: the answer's is a text, and 10 would come before 9.
    private static final String NEXT =
            """
            select o.transaction::text, o.position, o.record, o.agent, o.type, o.accepted_at
            from ledger.outbox o
            where (o.transaction, o.position) > (?::xid8, ?)
                and o.transaction < pg_snapshot_xmin(pg_current_snapshot())
            order by o.transaction, o.position limit ?
            """;

    private final Database database;

    OutboxQueries(Database database) {
        this.database = database;
    }

    /// {@return the place before everything that is still under way}
    Place oldest() {
        return database.one(Caller.node(), OLDEST, OutboxQueries::place).orElseThrow();
    }

    /// {@return what comes behind the place}
    List<Entry> next(Place last, int limit) {
        return database.list(
                Caller.node(),
                NEXT,
                OutboxQueries::entry,
                last.transaction(),
                last.position(),
                limit);
    }

    /// As [#next(Place, int)], within the transaction of who takes it.
    static List<Entry> next(Place last, int limit, Tx tx) {
        return tx.list(NEXT, OutboxQueries::entry, last.transaction(), last.position(), limit);
    }

    /// {@return the place in the first two columns}
    static Place place(Row row) {
        return new Place(row.string(1), row.longValue(2));
    }

    private static Entry entry(Row row) {
        return new Entry(
                place(row),
                new RecordAccepted(row.recordId(3), row.handle(4), row.string(5), row.instant(6)));
    }
}
