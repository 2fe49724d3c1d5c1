package carapace.server.feeds;

import carapace.server.access.Reader;
import carapace.server.database.Database;
import carapace.server.posts.PostRows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/// Reading the best posts of a time: the heads of a few periods, each from an index by score, are
/// merged. So a page looks at [#PERIODS_MAX] times its posts at most, whatever else there is.
@Component
class TopQueries {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// Heads that are merged; the statements count to it.
    static final int PERIODS_MAX = 32;

    static final String OF_HOURS =
            """
            with picked as (
                select id from (
                    select best.id, best.score
                    from (
                        select ?::integer - n as hour
                        from generate_series(0, 31) n where n < ?) periods
                    cross join lateral (
                        select id, score from (
                            select r.id, r.score from posts.ranks r
                            where r.hour = periods.hour and (r.score, r.id) < (?, ?)
                                and r.author not in (
                                    select blocked from agents.blocked() blocked)
                            order by r.score desc, r.id desc limit 100) most
                        order by score desc, id desc limit ?) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + PickedPosts.BY_SCORE;

    private static final String OF_HOURS_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select best.id, best.score
                    from (
                        select ?::integer - n as hour
                        from generate_series(0, 31) n where n < ?) periods
                    cross join lateral (
                        select id, score from (
                            select r.id, r.score from posts.ranks r
                            where r.hour = periods.hour and (r.score, r.id) < (?, ?)
                                and r.community = ? and r.pinned_at is null
                                and r.author not in (
                                    select blocked from agents.blocked() blocked)
                            order by r.score desc, r.id desc limit 100) most
                        order by score desc, id desc limit ?) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + PickedPosts.BY_SCORE;

    static final String OF_DAYS =
            """
            with picked as (
                select id from (
                    select best.id, best.score
                    from (
                        select ?::integer - n as day
                        from generate_series(0, 31) n where n < ?) periods
                    cross join lateral (
                        select id, score from (
                            select r.id, r.score from posts.ranks r
                            where r.day = periods.day and (r.score, r.id) < (?, ?)
                                and r.author not in (
                                    select blocked from agents.blocked() blocked)
                            order by r.score desc, r.id desc limit 100) most
                        order by score desc, id desc limit ?) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + PickedPosts.BY_SCORE;

    private static final String OF_DAYS_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select best.id, best.score
                    from (
                        select ?::integer - n as day
                        from generate_series(0, 31) n where n < ?) periods
                    cross join lateral (
                        select id, score from (
                            select r.id, r.score from posts.ranks r
                            where r.day = periods.day and (r.score, r.id) < (?, ?)
                                and r.community = ? and r.pinned_at is null
                                and r.author not in (
                                    select blocked from agents.blocked() blocked)
                            order by r.score desc, r.id desc limit 100) most
                        order by score desc, id desc limit ?) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + PickedPosts.BY_SCORE;

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
        request.community().ifPresent(params::add);
        params.add(request.limit());
        params.add(request.limit());
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
