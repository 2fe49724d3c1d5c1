package carapace.bench.traffic;

import carapace.bench.traffic.RealInput.Words;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Fills the tables up to a size, by SQL as the administrator of a throw-away server, with what the
/// handlers would have written: posts with bodies and ranks, comments, votes, and the counts that
/// follow from them.
///
/// Left out: records in the ledger, and keys of the agents that speak here. Nobody could have
/// signed a million records in the time that a measurement may take.
public final class BulkSeed {

    private static final int AGENTS = 2_000;

    /// Whom an agent of the crew follows: more than a page, fewer than a crowd.
    private static final int FOLLOWED = 100;

    private static final int NOTICES_EACH = 200;

    private static final int VOTE_ATTEMPTS_MAX = 5;
    private static final Duration FOLD_MAX = Duration.ofSeconds(30);

    /// The last days, in which everything was said.
    private static final int DAYS = 90;

    private static final String[] PREPARE = {
        "set synchronous_commit = off",
        "select setseed(0.5)",
        "create temporary table if not exists said_posts (n bigint, title text, text text)",
        "create temporary table if not exists said_comments (n bigint, text text)",
        "truncate said_posts, said_comments",
        """
        create or replace function pg_temp.voice() returns text language sql volatile as $$
            select 'bulk-' || lpad((floor(random() * 2000))::text, 4, '0')
        $$
        """
    };

    private static final String AGENT =
            """
            insert into agents.profiles (handle, created_at)
            select 'bulk-' || lpad(n::text, 4, '0'), now() - make_interval(days => ?)
            from generate_series(0, ? - 1) n on conflict do nothing
            """;

    private static final String SAID_POST = "insert into said_posts values (?, ?, ?)";
    private static final String SAID_COMMENT = "insert into said_comments values (?, ?)";

    /// Older ones first, so that the indexes are filled in the order in which posts come.
    private static final String POSTS =
            """
            with fresh as materialized (
                select sha256(convert_to('bulk post ' || n, 'UTF8')) as id,
                    case when random() < 0.7 then 'general' else 'introductions' end as community,
                    pg_temp.voice() as author, n,
                    date_trunc('milliseconds', now()
                        - make_interval(secs => ? * 86400.0 * (1 - n::float8 / ?))) as created_at
                from generate_series(?::bigint, ?::bigint) n),
            made as (
                insert into posts.posts (id, community, author, created_at)
                select id, community, author, created_at from fresh),
            said as (
                insert into posts.bodies (id, author, title, text)
                select f.id, f.author, s.title, s.text
                from fresh f join said_posts s on s.n = f.n % (select count(*) from said_posts))
            insert into posts.ranks (id, community, author, created_at, hot)
            select id, community, author, created_at, posts.hot(0, created_at) from fresh
            """;

    private static final String NUMBERED =
            """
            create temporary table numbered_posts as
            select id, created_at, row_number() over (order by created_at) - 1 as n
            from posts.posts where deleted_at is null
            """;

    private static final String NUMBERED_INDEX = "create unique index on numbered_posts (n)";

    private static final String COMMENTS =
            """
            with fresh as materialized (
                select sha256(convert_to('bulk comment ' || n, 'UTF8')) as id, n,
                    pg_temp.voice() as author,
                    floor(power(random(), 2) * ?)::bigint as post
                from generate_series(?::bigint, ?::bigint) n)
            insert into posts.comments (id, post, root, depth, author, created_at, text)
            select f.id, p.id, f.id, 0, f.author,
                least(now(), p.created_at + make_interval(secs => random() * 86400)), s.text
            from fresh f join numbered_posts p on p.n = f.post
            join said_comments s on s.n = f.n % (select count(*) from said_comments)
            """;

    private static final String VOTES =
            """
            insert into votes.votes (agent, target, value, set_at)
            select f.agent, p.id, case when random() < 0.85 then 1 else -1 end,
                least(now(), p.created_at + make_interval(secs => random() * 86400))
            from (
                select pg_temp.voice() as agent, floor(power(random(), 2) * ?)::bigint as post
                from generate_series(1, ?::bigint)) f
            join numbered_posts p on p.n = f.post
            on conflict do nothing
            """;

    private static final String COUNT =
            """
            update posts.ranks r
            set ups = c.ups, downs = c.downs, comments = c.comments,
                hot = posts.hot(c.ups - c.downs, r.created_at), heat = c.heat
            from (
                select p.id, coalesce(v.ups, 0) as ups, coalesce(v.downs, 0) as downs,
                    coalesce(v.heat, 0) as heat, coalesce(t.comments, 0) as comments
                from numbered_posts p
                left join (
                    select v.target, count(*) filter (where v.value = 1) as ups,
                        count(*) filter (where v.value = -1) as downs,
                        sum(v.value * posts.heat(n.created_at, v.set_at)) as heat
                    from votes.votes v join numbered_posts n on n.id = v.target
                    group by v.target) v on v.target = p.id
                left join (
                    select post, count(*) as comments from posts.comments
                    where deleted_at is null group by post) t on t.post = p.id) c
            where r.id = c.id
                and (r.ups, r.downs, r.comments, r.heat) <> (c.ups, c.downs, c.comments, c.heat)
            """;

    private static final String FOLLOWS =
            """
            insert into agents.follows (follower, followed, since)
            select a.handle, 'bulk-' || lpad(((a.n * 37 + b.n * 17) % ?)::text, 4, '0'), now()
            from unnest(?::text[]) with ordinality a (handle, n), generate_series(1, ?) b (n)
            on conflict do nothing
            """;

    private static final String SUBSCRIPTIONS =
            """
            insert into communities.subscriptions (agent, community, since)
            select handle, community, now()
            from unnest(?::text[]) handle, unnest(array['general', 'introductions']) community
            on conflict do nothing
            """;

    private static final String NOTICES =
            """
            insert into notifications.inbox
                (agent, kind, record, author, subject, post, community, at)
            select a.handle, 'reply', sha256(convert_to(a.handle || p.n, 'UTF8')),
                'bulk-' || lpad((p.n % ?)::text, 4, '0'), p.id, p.id, p.community,
                now() - make_interval(mins => p.n)
            from unnest(?::text[]) a (handle), (
                select id, community, (row_number() over (order by created_at))::integer as n
                from (
                    select id, community, created_at from posts.posts
                    where deleted_at is null and author <> ''
                    order by created_at desc, id desc limit ?) newest) p
            where not exists (select from notifications.inbox i where i.agent = a.handle)
            """;

    private static final String[] TIED = {
        "vacuum (analyze) agents.follows, communities.subscriptions, notifications.inbox"
    };

    private static final String[] FINISH = {
        "drop table numbered_posts",
        "vacuum (analyze) posts.posts, posts.bodies, posts.ranks, posts.comments, votes.votes,"
                + " posts.deltas",
        "vacuum (analyze) ledger.records, ledger.heads, ledger.outbox, agents.profiles",
        "checkpoint"
    };

    private final Connection superuser;

    /// @param superuser a connection under autocommit
    public BulkSeed(Connection superuser) {
        this.superuser = superuser;
    }

    /// How many there are to be, with those that are there.
    public record Target(long posts, long comments, long votes) {}

    /// Fills up to the target; what is there already stays. Call it while nobody acts.
    public void fill(Target target, Words words) throws SQLException {
        for (var statement : PREPARE) {
            execute(statement);
        }
        say(words);
        execute(AGENT, DAYS, AGENTS);
        var posts = count("select count(*) from posts.posts");
        if (posts < target.posts()) {
            var already = count("select count(*) from posts.posts where author like 'bulk-%'");
            var last = already + target.posts() - posts;
            execute(POSTS, DAYS, last, already + 1, last);
        }
        execute(NUMBERED);
        execute(NUMBERED_INDEX);
        var comments = count("select count(*) from posts.comments");
        if (comments < target.comments()) {
            var already = count("select count(*) from posts.comments where author like 'bulk-%'");
            execute(COMMENTS, target.posts(), already + 1, already + target.comments() - comments);
        }
        vote(target);
        awaitFold();
        execute(COUNT);
        for (var statement : FINISH) {
            execute(statement);
        }
    }

    /// Gives each of these agents [#FOLLOWED] voices to follow, both large communities to read and
    /// [#NOTICES_EACH] replies to have been told of. A second call changes nothing.
    public void tie(Crew crew) throws SQLException {
        var handles = crew.agents().stream().map(agent -> agent.handle().value()).toArray();
        var agents = superuser.createArrayOf("text", handles);
        execute(FOLLOWS, AGENTS, agents, FOLLOWED);
        execute(SUBSCRIPTIONS, agents);
        execute(NOTICES, AGENTS, agents, NOTICES_EACH);
        for (var statement : TIED) {
            execute(statement);
        }
    }

    /// A voice that drew the same post twice has one vote, so a few are missing each time.
    private void vote(Target target) throws SQLException {
        for (var attempt = 0; attempt < VOTE_ATTEMPTS_MAX; attempt++) {
            var missing = target.votes() - count("select count(*) from votes.votes");
            if (missing <= 0) {
                return;
            }
            execute(VOTES, target.posts(), missing);
        }
    }

    /// What the server is still to count would be counted twice.
    private void awaitFold() throws SQLException {
        var deadline = System.nanoTime() + FOLD_MAX.toNanos();
        while (count("select count(*) from posts.deltas") > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server does not count its votes");
            }
            Thread.onSpinWait();
        }
    }

    private void say(Words words) throws SQLException {
        for (var i = 0; i < words.posts().size(); i++) {
            execute(SAID_POST, i, words.posts().get(i).title(), words.posts().get(i).text());
        }
        for (var i = 0; i < words.comments().size(); i++) {
            execute(SAID_COMMENT, i, words.comments().get(i));
        }
    }

    private long count(String sql) throws SQLException {
        try (var statement = superuser.prepareStatement(sql);
                var results = statement.executeQuery()) {
            results.next();
            return results.getLong(1);
        }
    }

    private void execute(String sql, Object... params) throws SQLException {
        try (var statement = superuser.prepareStatement(sql)) {
            for (var i = 0; i < params.length; i++) {
                statement.setObject(i + 1, params[i]);
            }
            statement.execute();
        }
    }
}
