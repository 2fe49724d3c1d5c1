package carapace.server.votes;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.RowPages;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// All reading of votes for the audit.
@Component
class VoteAuditQueries {

    private static final int PAGE = 1_000;

    private static final String VOTES =
            """
            select target, value, set_at from votes.votes
            where agent = ? and target > ? order by target limit ?
            """;

    private static final String AGENTS =
            """
            with recursive names as (
                select least(
                    (select v.agent from votes.votes v where v.agent > asked.name
                        order by v.agent limit 1),
                    (select p.voter from votes.pairs p where p.voter > asked.name
                        order by p.voter limit 1),
                    (select s.agent from agents.standing s where s.agent > asked.name
                        order by s.agent limit 1)) as agent
                from (select ?::text as name) asked
                union all
                select least(
                    (select v.agent from votes.votes v where v.agent > n.agent
                        order by v.agent limit 1),
                    (select p.voter from votes.pairs p where p.voter > n.agent
                        order by p.voter limit 1),
                    (select s.agent from agents.standing s where s.agent > n.agent
                        order by s.agent limit 1))
                from names n where n.agent is not null)
            select agent from names where agent is not null limit ?
            """;

    /// What does not follow from the voter's votes, with those that wait to be folded.
    private static final String PAIRS =
            """
            with counted as (
                select said.author, sum(v.value)::bigint as net
                from votes.votes v
                cross join lateral (
                    select p.author from posts.posts p where p.id = v.target
                    union all
                    select c.author from posts.comments c where c.id = v.target) said
                where v.agent = ? and said.author <> v.agent
                group by said.author),
            stored as (
                select author, sum(net)::bigint as net from (
                    select p.author, p.net from votes.pairs p where p.voter = ?
                    union all
                    select w.author, w.net from votes.waiting(?) w) both_kinds
                group by author)
            select coalesce(counted.author, stored.author)
            from counted full join stored on stored.author = counted.author
            where coalesce(counted.net, 0) <> coalesce(stored.net, 0)
            """;

    private static final String STANDS =
            """
            select coalesce(s.karma, 0) = coalesce(sum(p.net), 0)
                and coalesce(s.points, 0)
                    = coalesce(sum(votes.points(p.net, coalesce(b.net, 0))), 0)
            from (select ?::text as agent) asked
            left join agents.standing s on s.agent = asked.agent
            left join votes.pairs p on p.author = asked.agent
            left join votes.pairs b on b.voter = p.author and b.author = p.voter
            group by s.karma, s.points
            """;

    /// What is scored. Scores, what waits to be folded into them, and votes are read in one
    /// statement, so a fold or a vote in between does no harm.
    enum Scored {
        POSTS(
                "posts.ranks",
                """
                with page as materialized (
                    select r.id, r.ups, r.downs, r.heat, r.score, r.hot, r.rising, r.controversial,
                        r.hour, r.day, r.created_at
                    from posts.ranks r where r.id > ? order by r.id limit ?),
                counted as (
                    select v.target, count(*) filter (where v.value = 1) as ups,
                        count(*) filter (where v.value = -1) as downs,
                        sum(v.value * posts.heat(page.created_at, v.set_at)) as heat
                    from page join votes.votes v on v.target = page.id group by v.target)
                select page.id,
                    page.ups + coalesce(waiting.ups, 0) = coalesce(counted.ups, 0)
                    and page.downs + coalesce(waiting.downs, 0) = coalesce(counted.downs, 0)
                    and page.heat + coalesce(waiting.heat, 0) = coalesce(counted.heat, 0)
                    and page.score = page.ups - page.downs
                    and abs(page.hot - posts.hot(page.score, page.created_at)) < 1e-9
                    and abs(coalesce(page.rising, -1e9)
                        - coalesce(posts.rising(page.heat, page.created_at), -1e9)) < 1e-9
                    and abs(coalesce(page.controversial, -1)
                        - coalesce(posts.controversial(page.ups, page.downs), -1)) < 1e-9
                    and page.hour = posts.period(page.created_at, 3600)
                    and page.day = posts.period(page.created_at, 86400)
                from page
                left join posts.waiting(array(select id from page)) waiting
                    on waiting.target = page.id
                left join counted on counted.target = page.id
                order by page.id
                """),
        COMMENTS(
                "posts.comments",
                """
                with page as materialized (
                    select c.id, c.ups, c.downs, c.best from posts.comments c
                    where c.id > ? order by c.id limit ?),
                counted as (
                    select v.target, count(*) filter (where v.value = 1) as ups,
                        count(*) filter (where v.value = -1) as downs
                    from votes.votes v where v.target in (select id from page) group by v.target)
                select page.id,
                    page.ups + coalesce(waiting.ups, 0) = coalesce(counted.ups, 0)
                    and page.downs + coalesce(waiting.downs, 0) = coalesce(counted.downs, 0)
                    and abs(page.best - posts.wilson(page.ups, page.downs)) < 1e-9
                from page
                left join posts.waiting(array(select id from page)) waiting
                    on waiting.target = page.id
                left join counted on counted.target = page.id
                order by page.id
                """);

        private final String table;
        private final String sql;

        Scored(String table, String sql) {
            this.table = table;
            this.sql = sql;
        }

        String table() {
            return table;
        }
    }

    private final Database database;

    VoteAuditQueries(Database database) {
        this.database = database;
    }

    record StoredVote(RecordId target, int value, Instant setAt) {}

    /// @param holds whether the score, with what waits to be folded, is that of the votes
    record Score(RecordId target, boolean holds) {}

    void eachVote(Handle agent, Tx tx, Consumer<StoredVote> each) {
        RowPages.each(
                new byte[0],
                PAGE,
                after -> tx.list(VOTES, VoteAuditQueries::vote, agent, after, PAGE),
                vote -> vote.target().bytes(),
                each);
    }

    private static StoredVote vote(Row row) {
        return new StoredVote(row.recordId(1), row.intValue(2), row.instant(3));
    }

    /// {@return authors for whom this agent's votes are not what is counted}
    List<String> wrongPairs(String voter) {
        return database.list(Caller.node(), PAIRS, row -> row.string(1), voter, voter, voter);
    }

    /// {@return whether the agent's standing follows from the pairs}
    boolean stands(String agent) {
        return database.one(Caller.node(), STANDS, row -> row.bool(1), agent).orElseThrow();
    }

    List<String> agents(String after, int limit) {
        return database.list(Caller.node(), AGENTS, row -> row.string(1), after, limit);
    }

    void each(Scored table, Consumer<Score> each) {
        RowPages.each(
                new byte[0],
                PAGE,
                after ->
                        database.list(
                                Caller.node(), table.sql, VoteAuditQueries::score, after, PAGE),
                score -> score.target().bytes(),
                each);
    }

    private static Score score(Row row) {
        return new Score(row.recordId(1), row.bool(2));
    }
}
