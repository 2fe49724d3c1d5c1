package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.RowPages;
import carapace.server.vault.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of agents for the audit: rows as they are, believed or not.
@Component
class AgentAuditQueries {

    private static final int PAGE = 1_000;

    private static final String PROFILE =
            """
            select p.display_name, p.description, p.avatar, p.avatar is null or exists (
                    select from images.images i
                    where i.agent = p.handle and i.kind = 'avatar'
                        and i.id = decode(translate(p.avatar, '-_', '+/') || '=', 'base64')),
                p.created_at, p.retired_at
            from agents.profiles p where p.handle = ?
            """;

    private static final String FOLLOWED =
            """
            select followed, since from agents.follows
            where follower = ? and followed > ? order by followed limit ?
            """;

    private static final String BLOCKED =
            """
            select blocked, since from agents.blocks
            where blocker = ? and blocked > ? order by blocked limit ?
            """;

    /// Without those that block: only they see that.
    private static final String AGENTS =
            """
            with recursive followers as (
                (select follower from agents.follows where follower > ? order by follower limit 1)
                union all
                select (select f.follower from agents.follows f where f.follower > n.follower
                    order by f.follower limit 1)
                from followers n where n.follower is not null)
            select name from (
                (select handle as name from agents.authority where handle > ?
                    order by handle limit ?)
                union
                (select handle from agents.profiles where handle > ? order by handle limit ?)
                union
                (select follower from followers where follower is not null limit ?)
            ) names order by name limit ?
            """;

    private final Database database;
    private final Vault vault;

    AgentAuditQueries(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    record Stored(AuthorityRow row, boolean sealHolds) {}

    record Profile(
            @Nullable String displayName,
            @Nullable String description,
            @Nullable String avatar,
            boolean isAvatarThere,
            Instant createdAt,
            @Nullable Instant retiredAt) {}

    record Related(Handle other, Instant since) {}

    Optional<Stored> authority(Handle agent, Tx tx) {
        return tx.one(AuthorityRows.LOAD, AuthorityRows::loaded, agent)
                .map(loaded ->
                        new Stored(
                                loaded.row(), vault.holds(loaded.row().sealed(), loaded.seal())));
    }

    Optional<Profile> profile(Handle agent, Tx tx) {
        return tx.one(
                PROFILE,
                row ->
                        new Profile(
                                row.stringOrNull(1),
                                row.stringOrNull(2),
                                row.stringOrNull(3),
                                row.bool(4),
                                row.instant(5),
                                row.instantOrNull(6)),
                agent);
    }

    void eachFollowed(Handle agent, Tx tx, Consumer<Related> each) {
        each(FOLLOWED, agent, tx, each);
    }

    void eachBlocked(Handle agent, Tx tx, Consumer<Related> each) {
        each(BLOCKED, agent, tx, each);
    }

    private static void each(String sql, Handle agent, Tx tx, Consumer<Related> each) {
        RowPages.each(
                "",
                PAGE,
                after -> tx.list(sql, AgentAuditQueries::related, agent, after, PAGE),
                related -> related.other().value(),
                each);
    }

    private static Related related(Row row) {
        return new Related(row.handle(1), row.instant(2));
    }

    List<String> agents(String after, int limit) {
        return database.list(
                Caller.node(),
                AGENTS,
                row -> row.string(1),
                after,
                after,
                limit,
                after,
                limit,
                limit,
                limit);
    }
}
