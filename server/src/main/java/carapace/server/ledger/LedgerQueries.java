package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentCaller;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of the ledger.
@Component
class LedgerQueries {

    private static final String RECORD =
            """
            select id, seq, type, jws, receipt from ledger.records where id = ?
            """;

    private static final String HEAD =
            """
            select seq, record from ledger.heads where agent = ?
            """;

    private static final String CHAIN =
            """
            select id, seq, type, jws, receipt from ledger.records
            where agent = ? and seq > ? order by seq limit ?
            """;

    private static final String HISTORY =
            """
            select id, seq, type, jws, receipt from ledger.records where id = ? and seq > ?
            union all
            select id, seq, type, jws, receipt from ledger.records
            where about = ? and seq > ?
                and agent = (select first.agent from ledger.records first where first.id = ?)
            order by seq limit ?
            """;

    private static final String KEY_RECORDS =
            """
            select id, seq, type, jws, receipt from ledger.records
            where agent = ? and seq > ? and type in ('agent.create', 'agent.rotate-keys')
            order by seq limit ?
            """;

    private static final String FORKS =
            """
            select id, seq, jws, received_at from ledger.evidence
            where agent = ? order by received_at desc, id desc limit ?
            """;

    private final Database database;

    LedgerQueries(Database database) {
        this.database = database;
    }

    Optional<StoredRecord> record(Caller caller, RecordId id) {
        return database.one(caller, RECORD, LedgerQueries::stored, id);
    }

    Optional<Head> head(Caller caller, Handle agent) {
        return database.one(
                caller, HEAD, row -> new Head(agent, row.longValue(1), row.recordId(2)), agent);
    }

    /// {@return what forked the agent's chain, newest first; nothing unless the agent itself asks}
    List<Fork> forks(AgentCaller caller, int limit) {
        return database.list(
                caller.database(),
                FORKS,
                row -> new Fork(row.recordId(1), row.longValue(2), row.string(3), row.instant(4)),
                caller.handle(),
                limit);
    }

    List<StoredRecord> chain(Caller caller, Handle agent, long after, int limit) {
        return database.list(caller, CHAIN, LedgerQueries::stored, agent, after, limit);
    }

    /// {@return the record and what its author said about it later}
    List<StoredRecord> history(Caller caller, RecordId id, long after, int limit) {
        return database.list(
                caller, HISTORY, LedgerQueries::stored, id, after, id.value(), after, id, limit);
    }

    List<StoredRecord> keyRecords(Caller caller, Handle agent, long after, int limit) {
        return database.list(caller, KEY_RECORDS, LedgerQueries::stored, agent, after, limit);
    }

    private static StoredRecord stored(Row row) {
        return new StoredRecord(
                row.recordId(1),
                row.longValue(2),
                row.string(3),
                Optional.ofNullable(row.stringOrNull(4)),
                row.string(5));
    }
}
