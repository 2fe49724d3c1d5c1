package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.AgentStatus;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.vault.Seal;
import carapace.server.vault.Vault;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Loads and stores what counts for agents, and believes a row only while its seal holds.
@Component
class AuthorityRows {

    /// Heard by all nodes; the payload is the handle.
    static final String CHANNEL = "authority";

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityRows.class);

    private static final String LOAD =
            """
            select handle, status, claim, signing, access, owner, hourly_budget, created_at, version,
                seal
            from agents.authority where handle = ?
            """;

    private static final String LOAD_LOCKED = LOAD.stripTrailing() + "\nfor update\n";

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

    private final Database database;
    private final Vault vault;
    private final ApplicationEventPublisher events;

    AuthorityRows(Database database, Vault vault, ApplicationEventPublisher events) {
        this.database = database;
        this.vault = vault;
        this.events = events;
    }

    private record Loaded(AuthorityRow row, Seal seal) {}

    /// {@return the row; empty when there is none or its seal is broken}
    Optional<AuthorityRow> load(Handle handle) {
        return database.one(Caller.node(), LOAD, AuthorityRows::loaded, handle)
                .flatMap(this::believed);
    }

    /// As [#load], locked until the transaction ends.
    Optional<AuthorityRow> lock(Handle handle, Tx tx) {
        return tx.one(LOAD_LOCKED, AuthorityRows::loaded, handle).flatMap(this::believed);
    }

    private static Loaded loaded(Row row) {
        return new Loaded(
                new AuthorityRow(
                        row.handle(1),
                        AgentStatus.valueOf(row.string(2)),
                        row.string(3),
                        row.string(4),
                        row.string(5),
                        row.stringOrNull(6),
                        row.longValue(7),
                        row.instant(8),
                        row.longValue(9)),
                new Seal(row.bytes(10)));
    }

    private Optional<AuthorityRow> believed(Loaded loaded) {
        if (vault.holds(loaded.row().sealed(), loaded.seal())) {
            return Optional.of(loaded.row());
        }
        LOG.error("broken seal: agents.authority {}", loaded.row().handle());
        events.publishEvent(new SealBroken("agents.authority", loaded.row().handle().value()));
        return Optional.empty();
    }

    /// {@return whether the handle was free}
    boolean insert(AuthorityRow row, Tx tx) {
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

    /// Stores the next version of a row that this transaction has locked, and tells all nodes.
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
        tx.notify(CHANNEL, next.handle().value());
    }
}
