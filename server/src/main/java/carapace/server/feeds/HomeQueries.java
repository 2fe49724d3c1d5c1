package carapace.server.feeds;

import static carapace.server.feeds.PickedPosts.BY_HOT;
import static carapace.server.feeds.PickedPosts.BY_TIME;

import carapace.server.access.AgentCaller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.posts.Post;
import carapace.server.posts.PostRows;
import java.util.List;
import org.springframework.stereotype.Component;

/// Reading the home feed: posts of the communities that an agent subscribes to and of the agents
/// that it follows, its sources.
///
/// With few sources (200) the first post of each is looked up. The best of these say how far down a
/// page can reach at most, and which sources can have a part in it: only those are read, and only
/// so far. Of `n` posts that is twice `n` sources, since a post may be the first of two.
///
/// With more, the last 1,000 posts of everybody are looked through first. Whoever has many sources
/// mostly finds a page there; if not, each source is asked as before.
///
/// Bounds: 1,000 subscriptions and 5,000 follows, first by name, count; the rest is left out.
@Component
class HomeQueries {

    static final String HOT =
            """
            with asked as materialized (
                select ?::text as reader, ?::double precision as hot, ?::bytea as id,
                    ?::integer as posts, ?::boolean as subscribed),
            joined as materialized (
                select s.community from communities.subscriptions s
                where s.agent = (select reader from asked) and (select subscribed from asked)
                order by s.community limit 1000),
            followed as materialized (
                select f.followed from agents.follows f
                where f.follower = (select reader from asked)
                order by f.followed limit 5000),
            blocked as materialized (select blocked from agents.blocked() blocked),
            walked as materialized (
                select id, hot from (
                    select r.id, r.hot, r.community, r.author from posts.ranks r
                    where (r.hot, r.id) < (
                            (select hot from asked), (select id from asked))
                        and r.author <> ''
                        and (select count(*) from joined)
                            + (select count(*) from followed) > 200
                    order by r.hot desc, r.id desc limit 1000) passed
                where (community in (select community from joined)
                        or author in (select followed from followed))
                    and author not in (select blocked from blocked)
                order by hot desc, id desc limit (select posts from asked)),
            heads as materialized (
                select joined.community, null::text as author, head.hot, head.id
                from joined cross join lateral (
                    select r.hot, r.id from posts.ranks r
                    where r.community = joined.community
                        and (r.hot, r.id) < (
                            (select hot from asked), (select id from asked))
                        and r.author not in (select blocked from blocked)
                    order by r.hot desc, r.id desc limit 1) head
                where (select count(*) from walked) < (select posts from asked)
                union all
                select null::text, followed.followed, head.hot, head.id
                from followed cross join lateral (
                    select r.hot, r.id from posts.ranks r
                    where r.author = followed.followed
                        and (r.hot, r.id) < (
                            (select hot from asked), (select id from asked))
                    order by r.hot desc, r.id desc limit 1) head
                where (select count(*) from walked) < (select posts from asked)
                    and followed.followed not in (select blocked from blocked)),
            best as materialized (
                select community, author, hot, id from heads
                order by hot desc, id desc limit 2 * (select posts from asked)),
            least as materialized (
                select hot, id from best
                order by hot desc, id desc limit 1 offset 2 * (select posts from asked) - 1),
            merged as (
                select near.id, near.hot from best cross join lateral (
                    select r.id, r.hot from posts.ranks r
                    where r.community = best.community
                        and (r.hot, r.id) < (
                            (select hot from asked), (select id from asked))
                        and (r.hot, r.id) >= (
                            coalesce((select hot from least), '-Infinity'),
                            coalesce((select id from least), ''))
                        and r.author not in (select blocked from blocked)
                    order by r.hot desc, r.id desc limit (select posts from asked)) near
                where best.community is not null
                union
                select near.id, near.hot from best cross join lateral (
                    select r.id, r.hot from posts.ranks r
                    where r.author = best.author
                        and (r.hot, r.id) < (
                            (select hot from asked), (select id from asked))
                        and (r.hot, r.id) >= (
                            coalesce((select hot from least), '-Infinity'),
                            coalesce((select id from least), ''))
                    order by r.hot desc, r.id desc limit (select posts from asked)) near
                where best.author is not null),
            picked as (
                select id from (
                    select id, hot from (
                        select id, hot from walked
                        where (select count(*) from walked) >= (select posts from asked)
                        union all
                        select id, hot from merged) found
                    order by hot desc, id desc limit 100) most
                order by hot desc, id desc limit (select posts from asked))
            """
                    + BY_HOT;

    static final String NEW =
            """
            with asked as materialized (
                select ?::text as reader, ?::timestamptz as created_at, ?::bytea as id,
                    ?::integer as posts, ?::boolean as subscribed),
            joined as materialized (
                select s.community from communities.subscriptions s
                where s.agent = (select reader from asked) and (select subscribed from asked)
                order by s.community limit 1000),
            followed as materialized (
                select f.followed from agents.follows f
                where f.follower = (select reader from asked)
                order by f.followed limit 5000),
            blocked as materialized (select blocked from agents.blocked() blocked),
            walked as materialized (
                select id, created_at from (
                    select r.id, r.created_at, r.community, r.author from posts.posts r
                    where (r.created_at, r.id) < (
                            (select created_at from asked), (select id from asked))
                        and r.deleted_at is null
                        and r.author <> ''
                        and (select count(*) from joined)
                            + (select count(*) from followed) > 200
                    order by r.created_at desc, r.id desc limit 1000) passed
                where (community in (select community from joined)
                        or author in (select followed from followed))
                    and author not in (select blocked from blocked)
                order by created_at desc, id desc limit (select posts from asked)),
            heads as materialized (
                select joined.community, null::text as author, head.created_at, head.id
                from joined cross join lateral (
                    select r.created_at, r.id from posts.posts r
                    where r.community = joined.community
                        and (r.created_at, r.id) < (
                            (select created_at from asked), (select id from asked))
                        and r.deleted_at is null
                        and r.author not in (select blocked from blocked)
                    order by r.created_at desc, r.id desc limit 1) head
                where (select count(*) from walked) < (select posts from asked)
                union all
                select null::text, followed.followed, head.created_at, head.id
                from followed cross join lateral (
                    select r.created_at, r.id from posts.posts r
                    where r.author = followed.followed
                        and (r.created_at, r.id) < (
                            (select created_at from asked), (select id from asked))
                        and r.deleted_at is null
                    order by r.created_at desc, r.id desc limit 1) head
                where (select count(*) from walked) < (select posts from asked)
                    and followed.followed not in (select blocked from blocked)),
            best as materialized (
                select community, author, created_at, id from heads
                order by created_at desc, id desc limit 2 * (select posts from asked)),
            least as materialized (
                select created_at, id from best
                order by created_at desc, id desc limit 1 offset 2 * (select posts from asked) - 1),
            merged as (
                select near.id, near.created_at from best cross join lateral (
                    select r.id, r.created_at from posts.posts r
                    where r.community = best.community
                        and (r.created_at, r.id) < (
                            (select created_at from asked), (select id from asked))
                        and r.deleted_at is null
                        and (r.created_at, r.id) >= (
                            coalesce((select created_at from least), '-infinity'),
                            coalesce((select id from least), ''))
                        and r.author not in (select blocked from blocked)
                    order by r.created_at desc, r.id desc limit (select posts from asked)) near
                where best.community is not null
                union
                select near.id, near.created_at from best cross join lateral (
                    select r.id, r.created_at from posts.posts r
                    where r.author = best.author
                        and (r.created_at, r.id) < (
                            (select created_at from asked), (select id from asked))
                        and r.deleted_at is null
                        and (r.created_at, r.id) >= (
                            coalesce((select created_at from least), '-infinity'),
                            coalesce((select id from least), ''))
                    order by r.created_at desc, r.id desc limit (select posts from asked)) near
                where best.author is not null),
            picked as (
                select id from (
                    select id, created_at from (
                        select id, created_at from walked
                        where (select count(*) from walked) >= (select posts from asked)
                        union all
                        select id, created_at from merged) found
                    order by created_at desc, id desc limit 100) most
                order by created_at desc, id desc limit (select posts from asked))
            """
                    + BY_TIME;

    private final Database database;

    HomeQueries(Database database) {
        this.database = database;
    }

    FeedPage page(AgentCaller reader, HomeRequest request) {
        var posts =
                database.list(
                        reader.database(), sql(request), PostRows::post, asked(reader, request));
        return page(request, posts);
    }

    FeedPage page(AgentCaller reader, HomeRequest request, Tx tx) {
        return page(request, tx.list(sql(request), PostRows::post, asked(reader, request)));
    }

    private static String sql(HomeRequest request) {
        return switch (request.sort()) {
            case HOT -> HOT;
            case NEW -> NEW;
            case RISING, CONTROVERSIAL, TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH, TOP_ALL ->
                    throw new IllegalArgumentException("home has no such order");
        };
    }

    private static Object[] asked(AgentCaller reader, HomeRequest request) {
        var from = FeedCursor.read(request.sort(), request.cursor());
        return new Object[] {
            reader.handle(),
            from.key(),
            from.id(),
            request.limit(),
            request.filter() == HomeRequest.Filter.ALL
        };
    }

    private static FeedPage page(HomeRequest request, List<Post> posts) {
        return new FeedPage(posts, FeedCursor.next(request.sort(), request.limit(), posts));
    }
}
