package carapace.server.ledger.audit;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Head;
import carapace.server.ledger.ServerActs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of the ledger's own tables for the audit.
@Component
class AuditQueries {

    /// With 64 KiB each at most, a page stays below 14 MiB.
    static final int PAGE = 200;

    private static final String HEADS =
            """
            select agent from ledger.heads where agent > ? order by agent limit ?
            """;

    private static final String KNOWN =
            """
            select agent from ledger.heads where agent = any (?)
            """;

    private static final String HEAD =
            """
            select seq, record from ledger.heads where agent = ?
            """;

    private static final String CHAIN =
            """
            select id, seq, type, jws, receipt, accepted_at, about, agent from ledger.records
            where agent = ? and seq > ? order by seq limit ?
            """;

    private static final String DECISIONS =
            """
            select id, seq, type, jws, receipt, accepted_at, about, agent from ledger.records
            where about = ? and agent = ? and type = 'moderation.act' and seq > ?
            order by seq limit ?
            """;

    private static final String ABOUT =
            """
            select id, seq, type, jws, receipt, accepted_at, about, agent from ledger.records
            where about = any (?) and type = any (?) and (accepted_at, agent, seq) > (?, ?, ?)
            order by accepted_at, agent, seq limit ?
            """;

    private static final String EVIDENCE =
            """
            select id, seq, jws from ledger.evidence where agent = ? and id > ? order by id limit ?
            """;

    private static final String AGENTS_OF_RECORDS =
            """
            with recursive names as (
                (select agent from ledger.records where agent > ? order by agent limit 1)
                union all
                select (select r.agent from ledger.records r where r.agent > n.agent
                    order by r.agent limit 1)
                from names n where n.agent is not null)
            select agent from names where agent is not null limit ?
            """;

    private final Database database;

    AuditQueries(Database database) {
        this.database = database;
    }

    /// A row of the ledger as it is, not yet believed.
    ///
    /// @param jws null once it was erased
    /// @param about what else than its author the record changes, as the table says
    record LedgerRow(
            RecordId id,
            long seq,
            String type,
            @Nullable String jws,
            String receipt,
            Instant acceptedAt,
            @Nullable String about,
            String agent) {}

    record Evidence(RecordId id, long seq, String jws) {}

    List<String> heads(String after, int limit) {
        return database.list(Caller.node(), HEADS, row -> row.string(1), after, limit);
    }

    /// {@return those of the names that have a head}
    List<String> known(List<String> names) {
        return database.list(Caller.node(), KNOWN, row -> row.string(1), names);
    }

    List<String> agentsOfRecords(String after, int limit) {
        return database.list(Caller.node(), AGENTS_OF_RECORDS, row -> row.string(1), after, limit);
    }

    Optional<Head> head(Handle agent, Tx tx) {
        return tx.one(HEAD, row -> new Head(agent, row.longValue(1), row.recordId(2)), agent);
    }

    List<LedgerRow> chain(Handle agent, long after, Tx tx) {
        return tx.list(CHAIN, AuditQueries::row, agent, after, PAGE);
    }

    /// {@return what the server has decided about the agent}
    List<LedgerRow> decisions(Handle agent, long after, Tx tx) {
        return tx.list(DECISIONS, AuditQueries::row, agent.value(), ServerActs.HANDLE, after, PAGE);
    }

    /// {@return what was said about these by whomever, in the order of acceptance}
    List<LedgerRow> about(List<String> what, List<String> types, LedgerRow after, Tx tx) {
        return tx.list(
                ABOUT,
                AuditQueries::row,
                what,
                types,
                after.acceptedAt(),
                after.agent(),
                after.seq(),
                PAGE);
    }

    List<Evidence> evidence(Handle agent, byte[] after, Tx tx) {
        return tx.list(
                EVIDENCE,
                row -> new Evidence(row.recordId(1), row.longValue(2), row.string(3)),
                agent,
                after,
                PAGE);
    }

    private static LedgerRow row(Row row) {
        return new LedgerRow(
                row.recordId(1),
                row.longValue(2),
                row.string(3),
                row.stringOrNull(4),
                row.string(5),
                row.instant(6),
                row.stringOrNull(7),
                row.string(8));
    }
}
