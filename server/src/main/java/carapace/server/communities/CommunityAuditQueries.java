package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.RowPages;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of communities for the audit.
@Component
class CommunityAuditQueries {

    private static final int PAGE = 1_000;

    private static final String COMMUNITIES =
            """
            select name, display_name, description, rules, avatar, banner, posting, slow_seconds,
                labels, creator, created_at
            from communities.communities where name = any (?)
            """;

    private static final String MODERATORS =
            """
            select agent, since from communities.moderators
            where community = ? and agent > ? order by agent limit ?
            """;

    private static final String SUBSCRIBED =
            """
            select community, since from communities.subscriptions
            where agent = ? and community > ? order by community limit ?
            """;

    private static final String AGENTS =
            """
            with recursive names as (
                (select agent from communities.subscriptions where agent > ? order by agent limit 1)
                union all
                select (select s.agent from communities.subscriptions s where s.agent > n.agent
                    order by s.agent limit 1)
                from names n where n.agent is not null)
            select agent from names where agent is not null limit ?
            """;

    /// Communities, or rows of moderators, that no record of the creator has made.
    private static final String UNMADE =
            """
            select page.name, made.id is null from (
                select c.name, c.creator from communities.communities c
                where c.name > ? order by c.name limit ?) page
            left join ledger.records made
                on made.about = page.name and made.type = 'community.create'
                    and made.agent = page.creator
            order by page.name
            """;

    private static final String HOMELESS =
            """
            select page.community, page.agent, home.name is null from (
                select m.community, m.agent from communities.moderators m
                where (m.community, m.agent) > (?, ?) order by m.community, m.agent limit ?) page
            left join communities.communities home on home.name = page.community
            order by page.community, page.agent
            """;

    private final Database database;

    CommunityAuditQueries(Database database) {
        this.database = database;
    }

    record Stored(
            CommunityName name,
            String displayName,
            @Nullable String description,
            @Nullable String rules,
            @Nullable String avatar,
            @Nullable String banner,
            String posting,
            long slowMode,
            String labels,
            Handle creator,
            Instant createdAt) {}

    record Moderator(Handle agent, Instant since) {}

    record Subscribed(CommunityName community, Instant since) {}

    /// @param stray whether nothing explains the row
    record Row(String community, String agent, boolean stray) {}

    List<Stored> communities(List<CommunityName> names, Tx tx) {
        return tx.list(
                COMMUNITIES,
                row ->
                        new Stored(
                                new CommunityName(row.string(1)),
                                row.string(2),
                                row.stringOrNull(3),
                                row.stringOrNull(4),
                                row.stringOrNull(5),
                                row.stringOrNull(6),
                                row.string(7),
                                row.longValue(8),
                                String.join("\n", row.strings(9)),
                                row.handle(10),
                                row.instant(11)),
                names.stream().map(CommunityName::value).toList());
    }

    void eachModerator(CommunityName community, Tx tx, Consumer<Moderator> each) {
        RowPages.each(
                "",
                PAGE,
                after ->
                        tx.list(
                                MODERATORS,
                                row -> new Moderator(row.handle(1), row.instant(2)),
                                community,
                                after,
                                PAGE),
                moderator -> moderator.agent().value(),
                each);
    }

    void eachSubscribed(Handle agent, Tx tx, Consumer<Subscribed> each) {
        RowPages.each(
                "",
                PAGE,
                after ->
                        tx.list(
                                SUBSCRIBED,
                                row ->
                                        new Subscribed(
                                                new CommunityName(row.string(1)), row.instant(2)),
                                agent,
                                after,
                                PAGE),
                subscribed -> subscribed.community().value(),
                each);
    }

    List<String> agents(String after, int limit) {
        return database.list(Caller.node(), AGENTS, row -> row.string(1), after, limit);
    }

    void eachCommunity(Consumer<Row> each) {
        RowPages.each(
                "",
                PAGE,
                after ->
                        database.list(
                                Caller.node(),
                                UNMADE,
                                row -> new Row(row.string(1), "", row.bool(2)),
                                after,
                                PAGE),
                Row::community,
                each);
    }

    void eachModerator(Consumer<Row> each) {
        RowPages.each(
                new Row("", "", false),
                PAGE,
                after ->
                        database.list(
                                Caller.node(),
                                HOMELESS,
                                row -> new Row(row.string(1), row.string(2), row.bool(3)),
                                after.community(),
                                after.agent(),
                                PAGE),
                row -> row,
                each);
    }
}
