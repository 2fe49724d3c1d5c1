package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.AgentStatus;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.vault.Seal;
import carapace.server.vault.Vault;
import carapace.server.vault.VersionMemory;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Loads and stores what counts for agents, and believes a row only while its seal holds and no
/// later version of it has been seen.
@Component
class AuthorityRows {

    /// Heard by all nodes; the payload is the handle.
    static final String CHANNEL = "authority";

    static final String TABLE = "agents.authority";

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityRows.class);

    static final String LOAD =
            """
            select handle, status, claim, signing, access, owner, hourly_budget, created_at,
                version, seal
            from agents.authority where handle = ?
            """;

    private static final String LOAD_LOCKED = LOAD.stripTrailing() + "\nfor update\n";

    private static final String VERSIONS =
            """
            select handle, version from agents.authority where handle > ? order by handle limit 1000
            """;

    private static final String INSERT =
            """
            insert into agents.authority (handle, status, claim, signing, access, owner,
                hourly_budget, created_at, version, seal)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (handle) do nothing
            """;

    private static final String UPDATE =
            """
            update agents.authority
            set status = ?, signing = ?, access = ?, owner = ?, hourly_budget = ?, version = ?,
                seal = ?
            where handle = ? and version = ?
            """;

    /// Not remembered: there is nothing older to go back to.
    private static final long FIRST_VERSION = 1;

    private final Database database;
    private final Vault vault;
    private final VersionMemory memory;
    private final ApplicationEventPublisher events;

    AuthorityRows(
            Database database,
            Vault vault,
            VersionMemory memory,
            ApplicationEventPublisher events) {
        this.database = database;
        this.vault = vault;
        this.memory = memory;
        this.events = events;
    }

    /// A row as it is, not yet believed.
    record Loaded(AuthorityRow row, Seal seal) {}

    /// {@return the highest version of the row that this node knows of, 0 for none; to be asked
    /// before the row is read}
    long seen(Handle handle) {
        return memory.seen(TABLE, handle.value());
    }

    /// {@return the row; empty when there is none or it is not believed}
    Optional<AuthorityRow> load(Handle handle) {
        var seen = seen(handle);
        var loaded = database.one(Caller.node(), LOAD, AuthorityRows::loaded, handle);
        if (loaded.isEmpty() && seen > 0) {
            removed(handle);
        }
        var row = loaded.flatMap(present -> believed(present, seen));
        // What a transaction sees of its own may still be rolled back; this is committed.
        row.ifPresent(believed -> memory.remember(believed.sealed()));
        return row;
    }

    /// As [#load], locked until the transaction ends.
    Optional<AuthorityRow> lock(Handle handle, Tx tx) {
        var seen = seen(handle);
        return tx.one(LOAD_LOCKED, AuthorityRows::loaded, handle)
                .flatMap(loaded -> believed(loaded, seen));
    }

    static Loaded loaded(Row row) {
        return new Loaded(
                new AuthorityRow(
                        row.handle(1),
                        AgentStatus.valueOf(row.string(2)),
                        row.string(3),
                        row.string(4),
                        row.string(5),
                        row.stringOrNull(6),
                        row.longOrNull(7),
                        row.instant(8),
                        row.longValue(9)),
                new Seal(row.bytes(10)));
    }

    /// @param seen the highest version that was known before the row was read
    private Optional<AuthorityRow> believed(Loaded loaded, long seen) {
        var sealed = loaded.row().sealed();
        var handle = loaded.row().handle().value();
        if (!vault.holds(sealed, loaded.seal())) {
            LOG.error("broken seal: {} {}", TABLE, handle);
            events.publishEvent(new SealBroken(TABLE, handle));
            return Optional.empty();
        }
        if (loaded.row().version() < seen) {
            LOG.error(
                    "rolled back: {} {}; if you restored the database from a copy, stop the server"
                            + " and remove the file versions from its vault",
                    TABLE,
                    handle);
            events.publishEvent(new RowRolledBack(TABLE, handle));
            return Optional.empty();
        }
        return Optional.of(loaded.row());
    }

    /// {@return what whoever depends on a row is told that is not believed}
    static Decision unbelieved() {
        return Decision.refused(
                ProblemType.KEY_REVOKED.because(
                        "what is stored about the agent's keys does not hold: tell the operator"));
    }

    private void removed(Handle handle) {
        LOG.error("removed: {} {} was here before", TABLE, handle);
        events.publishEvent(new RowRolledBack(TABLE, handle.value()));
    }

    /// {@return whether the handle was free; one that was ever claimed is not, even when somebody
    /// has removed all its rows}
    boolean insert(AuthorityRow row, Tx tx) {
        if (!memory.isLatest(row.sealed())) {
            removed(row.handle());
            return false;
        }
        var inserted =
                tx.update(
                        INSERT,
                        row.handle(),
                        row.status().name(),
                        row.claim(),
                        row.signing(),
                        row.access(),
                        row.owner(),
                        row.hourlyBudget(),
                        row.createdAt(),
                        row.version(),
                        vault.seal(row.sealed()).bytes());
        return inserted == 1;
    }

    /// Stores the next version of a row that this transaction has locked, and tells all nodes. Once
    /// it is committed, the row is read again: the transaction fails for its caller when somebody
    /// has put the old one back meanwhile.
    void update(AuthorityRow next, Tx tx) {
        var updated =
                tx.update(
                        UPDATE,
                        next.status().name(),
                        next.signing(),
                        next.access(),
                        next.owner(),
                        next.hourlyBudget(),
                        next.version(),
                        vault.seal(next.sealed()).bytes(),
                        next.handle(),
                        next.version() - 1);
        if (updated != 1) {
            throw new AssertionError("a locked row of %s has changed".formatted(next.handle()));
        }
        tx.afterCommit(() -> confirm(next));
        tx.notify(CHANNEL, next.handle().value());
    }

    /// A trigger can undo a row before its own commit. What was written is therefore remembered
    /// from here, and not from what the database shows.
    private void confirm(AuthorityRow written) {
        memory.remember(written.sealed());
        if (load(written.handle()).isEmpty()) {
            throw new IllegalStateException(
                    "somebody has undone version %d of %s %s as it was committed"
                            .formatted(written.version(), TABLE, written.handle()));
        }
    }

    /// What the database says of a row, true or not.
    record Version(String handle, long version) {}

    /// {@return the rows that follow a handle, in order, 1,000 at most}
    ///
    /// @param after handle, or empty to begin
    List<Version> versions(String after) {
        return database.list(
                Caller.node(),
                VERSIONS,
                row -> new Version(row.string(1), row.longValue(2)),
                after);
    }

    /// {@return whether a later version of the row than this node knows of is claimed to be there}
    boolean isNews(Version present) {
        return present.version() > FIRST_VERSION
                && Handle.isValid(present.handle())
                && present.version() > seen(new Handle(present.handle()));
    }
}
