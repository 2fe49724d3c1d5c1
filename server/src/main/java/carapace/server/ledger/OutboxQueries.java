package carapace.server.ledger;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
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

    private static final String COUNT =
            """
            select count(*) from (
                select from ledger.outbox
                where (transaction, position) > (?::xid8, ?)
                    and (transaction, position) <= (?::xid8, ?)
                order by transaction, position limit ?) counted
            """;

    private static final String BETWEEN =
            """
            select o.transaction::text, o.position, o.record, o.agent, o.type, o.accepted_at from (
                select transaction, position, record, agent, type, accepted_at
                from ledger.outbox
                where (transaction, position) > (?::xid8, ?)
                    and (transaction, position) <= (?::xid8, ?)
                order by transaction, position limit ?) o
            where o.type = any (?)
            order by o.transaction, o.position
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
    List<RecordAccepted> next(Place last, int limit) {
        return database.list(
                Caller.node(), NEXT, OutboxQueries::accepted, number(last), last.position(), limit);
    }

    /// As [#next(Place, int)], within the transaction of who takes it.
    static List<RecordAccepted> next(Place last, int limit, Tx tx) {
        return tx.list(NEXT, OutboxQueries::accepted, number(last), last.position(), limit);
    }

    /// {@return how many are behind the one place and not behind the other, counted up to the
    /// limit}
    long count(Place after, Place last, int limit) {
        return database.one(
                        Caller.node(),
                        COUNT,
                        row -> row.longValue(1),
                        number(after),
                        after.position(),
                        number(last),
                        last.position(),
                        limit)
                .orElseThrow();
    }

    /// {@return which of the first that are behind the one place and not behind the other are of
    /// these types}
    List<RecordAccepted> between(Place after, Place last, List<String> types, int limit) {
        return database.list(
                Caller.node(),
                BETWEEN,
                OutboxQueries::accepted,
                number(after),
                after.position(),
                number(last),
                last.position(),
                limit,
                types);
    }

    /// {@return the number of its transaction as the database takes it}
    static String number(Place place) {
        return Long.toString(place.transaction());
    }

    /// {@return the place in the first two columns}
    static Place place(Row row) {
        return new Place(Long.parseLong(row.string(1)), row.longValue(2));
    }

    private static RecordAccepted accepted(Row row) {
        return new RecordAccepted(
                place(row), row.recordId(3), row.handle(4), row.string(5), row.instant(6));
    }
}
