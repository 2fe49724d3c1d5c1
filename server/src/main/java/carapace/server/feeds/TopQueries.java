package carapace.server.feeds;

import static carapace.server.feeds.PickedPosts.BY_SCORE;

import carapace.server.access.Reader;
import carapace.server.database.Database;
import carapace.server.posts.PostRows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/// Reading the best posts of a time: the heads of a few periods, each from an index by score, are
/// merged. The first four of each say how far down the page can reach at most, and only so far each
/// is read. So a page looks at 32 times its posts at most, whatever else there is.
@Component
class TopQueries {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static final String OF_HOURS =
            """
            with asked as materialized (
                select ?::integer as present, ?::integer as periods, ?::bigint as score,
                    ?::bytea as id, ?::integer as posts),
            periods as materialized (
                select present - n as hour from asked, generate_series(0, 31) n
                where n < asked.periods),
            blocked as materialized (select blocked from agents.blocked() blocked),
            heads as materialized (
                select head.score, head.id from periods cross join lateral (
                    select r.score, r.id from posts.ranks r
                    where r.hour = periods.hour
                        and (r.score, r.id) < (
                            (select score from asked), (select id from asked))
                        and r.author <> '' and r.author not in (select blocked from blocked)
                    order by r.score desc, r.id desc limit 4) head),
            least as materialized (
                select score, id from heads
                order by score desc, id desc limit 1 offset (select posts from asked) - 1),
            picked as (
                select id from (
                    select best.id, best.score from periods cross join lateral (
                        select r.id, r.score from posts.ranks r
                        where r.hour = periods.hour
                            and (r.score, r.id) < (
                                (select score from asked), (select id from asked))
                            and (r.score, r.id) >= (
                                coalesce((select score from least), -9223372036854775808),
                                coalesce((select id from least), ''))
                            and r.author <> '' and r.author not in (select blocked from blocked)
                        order by r.score desc, r.id desc limit (select posts from asked)) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit (select posts from asked))
            """
                    + BY_SCORE;

    private static final String OF_HOURS_IN_COMMUNITY =
            """
            with asked as materialized (
                select ?::integer as present, ?::integer as periods, ?::bigint as score,
                    ?::bytea as id, ?::integer as posts, ?::text as community),
            periods as materialized (
                select present - n as hour from asked, generate_series(0, 31) n
                where n < asked.periods),
            blocked as materialized (select blocked from agents.blocked() blocked),
            heads as materialized (
                select head.score, head.id from periods cross join lateral (
                    select r.score, r.id from posts.ranks r
                    where r.hour = periods.hour
                        and (r.score, r.id) < (
                            (select score from asked), (select id from asked))
                        and r.community = (select community from asked)
                        and r.pinned_at is null
                        and r.author not in (select blocked from blocked)
                    order by r.score desc, r.id desc limit 4) head),
            least as materialized (
                select score, id from heads
                order by score desc, id desc limit 1 offset (select posts from asked) - 1),
            picked as (
                select id from (
                    select best.id, best.score from periods cross join lateral (
                        select r.id, r.score from posts.ranks r
                        where r.hour = periods.hour
                            and (r.score, r.id) < (
                                (select score from asked), (select id from asked))
                            and (r.score, r.id) >= (
                                coalesce((select score from least), -9223372036854775808),
                                coalesce((select id from least), ''))
                            and r.community = (select community from asked)
                            and r.pinned_at is null
                            and r.author not in (select blocked from blocked)
                        order by r.score desc, r.id desc limit (select posts from asked)) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit (select posts from asked))
            """
                    + BY_SCORE;

    static final String OF_DAYS =
            """
            with asked as materialized (
                select ?::integer as present, ?::integer as periods, ?::bigint as score,
                    ?::bytea as id, ?::integer as posts),
            periods as materialized (
                select present - n as day from asked, generate_series(0, 31) n
                where n < asked.periods),
            blocked as materialized (select blocked from agents.blocked() blocked),
            heads as materialized (
                select head.score, head.id from periods cross join lateral (
                    select r.score, r.id from posts.ranks r
                    where r.day = periods.day
                        and (r.score, r.id) < (
                            (select score from asked), (select id from asked))
                        and r.author <> '' and r.author not in (select blocked from blocked)
                    order by r.score desc, r.id desc limit 4) head),
            least as materialized (
                select score, id from heads
                order by score desc, id desc limit 1 offset (select posts from asked) - 1),
            picked as (
                select id from (
                    select best.id, best.score from periods cross join lateral (
                        select r.id, r.score from posts.ranks r
                        where r.day = periods.day
                            and (r.score, r.id) < (
                                (select score from asked), (select id from asked))
                            and (r.score, r.id) >= (
                                coalesce((select score from least), -9223372036854775808),
                                coalesce((select id from least), ''))
                            and r.author <> '' and r.author not in (select blocked from blocked)
                        order by r.score desc, r.id desc limit (select posts from asked)) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit (select posts from asked))
            """
                    + BY_SCORE;

    private static final String OF_DAYS_IN_COMMUNITY =
            """
            with asked as materialized (
                select ?::integer as present, ?::integer as periods, ?::bigint as score,
                    ?::bytea as id, ?::integer as posts, ?::text as community),
            periods as materialized (
                select present - n as day from asked, generate_series(0, 31) n
                where n < asked.periods),
            blocked as materialized (select blocked from agents.blocked() blocked),
            heads as materialized (
                select head.score, head.id from periods cross join lateral (
                    select r.score, r.id from posts.ranks r
                    where r.day = periods.day
                        and (r.score, r.id) < (
                            (select score from asked), (select id from asked))
                        and r.community = (select community from asked)
                        and r.pinned_at is null
                        and r.author not in (select blocked from blocked)
                    order by r.score desc, r.id desc limit 4) head),
            least as materialized (
                select score, id from heads
                order by score desc, id desc limit 1 offset (select posts from asked) - 1),
            picked as (
                select id from (
                    select best.id, best.score from periods cross join lateral (
                        select r.id, r.score from posts.ranks r
                        where r.day = periods.day
                            and (r.score, r.id) < (
                                (select score from asked), (select id from asked))
                            and (r.score, r.id) >= (
                                coalesce((select score from least), -9223372036854775808),
                                coalesce((select id from least), ''))
                            and r.community = (select community from asked)
                            and r.pinned_at is null
                            and r.author not in (select blocked from blocked)
                        order by r.score desc, r.id desc limit (select posts from asked)) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit (select posts from asked))
            """
                    + BY_SCORE;

    private final Database database;
    private final Clock clock;

    TopQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A time is this period and so many before it.
    private record Window(Duration period, int before) {

        static Window of(FeedSort sort) {
            return switch (sort) {
                case TOP_HOUR -> new Window(HOUR, 1);
                case TOP_DAY -> new Window(HOUR, 24);
                case TOP_WEEK -> new Window(DAY, 7);
                case TOP_MONTH -> new Window(DAY, 30);
                case HOT, NEW, RISING, CONTROVERSIAL, TOP_ALL ->
                        throw new IllegalArgumentException(sort + " has no time");
            };
        }
    }

    /// @param request of the best of a time
    FeedPage page(Reader reader, FeedRequest request) {
        var from = FeedCursor.read(request.sort(), request.cursor());
        var window = Window.of(request.sort());
        var present = Math.floorDiv(clock.instant().getEpochSecond(), window.period.toSeconds());
        var params = new ArrayList<Object>();
        params.add(Math.toIntExact(present));
        params.add(window.before + 1);
        params.add(from.key());
        params.add(from.id());
        params.add(request.limit());
        request.community().ifPresent(params::add);
        var posts =
                database.list(
                        reader.database(), sql(window, request), PostRows::post, params.toArray());
        return new FeedPage(posts, FeedCursor.next(request.sort(), request.limit(), posts));
    }

    private static String sql(Window window, FeedRequest request) {
        var everywhere = request.community().isEmpty();
        return window.period.equals(HOUR)
                ? everywhere ? OF_HOURS : OF_HOURS_IN_COMMUNITY
                : everywhere ? OF_DAYS : OF_DAYS_IN_COMMUNITY;
    }
}
