package carapace.server.feeds;

import static carapace.server.feeds.PickedPosts.BY_SCORE;

import carapace.protocol.key.CommunityName;
import carapace.server.access.Reader;
import carapace.server.database.Database;
import carapace.server.posts.PostRows;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Reading the best posts of a time: the heads of a few periods, each from an index by score, are
/// merged. The first four of each say how far down the page can reach at most, and only so far each
/// is read. So a page looks at 32 times its posts at most, whatever else there is.
@Component
class TopQueries {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String ASKED =
            """
            with asked as materialized (
                select ?::integer as present, ?::integer as periods, ?::bigint as score,
                    ?::bytea as id, ?::integer as posts, ?::text as community),
            periods as materialized (
                select present - n as period from asked, generate_series(0, 31) n
                where n < asked.periods),
            blocked as materialized (select blocked from agents.blocked() blocked),
            heads as materialized (
                select head.score, head.id from periods cross join lateral (
                    select r.score, r.id from posts.ranks r
                    where (r.score, r.id) < (
                            (select score from asked), (select id from asked))
            """;

    private static final String LEAST =
            """
                    order by r.score desc, r.id desc limit 4) head),
            least as materialized (
                select score, id from heads
                order by score desc, id desc limit 1 offset (select posts from asked) - 1),
            picked as (
                select id from (
                    select best.id, best.score from periods cross join lateral (
                        select r.id, r.score from posts.ranks r
                        where (r.score, r.id) < (
                                (select score from asked), (select id from asked))
                            and (r.score, r.id) >= (
                                coalesce((select score from least), -9223372036854775808),
                                coalesce((select id from least), ''))
            """;

    private static final String PICKED =
            """
                        order by r.score desc, r.id desc limit (select posts from asked)) best
                    order by best.score desc, best.id desc limit 100) most
                order by score desc, id desc limit (select posts from asked))
            """;

    private static final String OF_THE_HOUR =
            """
                        and r.hour = periods.period
            """;

    private static final String OF_THE_DAY =
            """
                        and r.day = periods.period
            """;

    private static final String EVERYWHERE =
            """
                        and r.author <> '' and r.author not in (select blocked from blocked)
            """;

    private static final String IN_COMMUNITY =
            """
                        and r.community = (select community from asked)
                        and r.pinned_at is null
                        and r.author not in (select blocked from blocked)
            """;

    private static final String OF_HOURS =
            ASKED + OF_THE_HOUR + EVERYWHERE + LEAST + OF_THE_HOUR + EVERYWHERE + PICKED + BY_SCORE;

    private static final String OF_HOURS_IN_COMMUNITY =
            ASKED
                    + OF_THE_HOUR
                    + IN_COMMUNITY
                    + LEAST
                    + OF_THE_HOUR
                    + IN_COMMUNITY
                    + PICKED
                    + BY_SCORE;

    private static final String OF_DAYS =
            ASKED + OF_THE_DAY + EVERYWHERE + LEAST + OF_THE_DAY + EVERYWHERE + PICKED + BY_SCORE;

    private static final String OF_DAYS_IN_COMMUNITY =
            ASKED
                    + OF_THE_DAY
                    + IN_COMMUNITY
                    + LEAST
                    + OF_THE_DAY
                    + IN_COMMUNITY
                    + PICKED
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
        var posts =
                database.list(
                        reader.database(),
                        sql(window, request),
                        PostRows::post,
                        Math.toIntExact(present),
                        window.before + 1,
                        from.key(),
                        from.id(),
                        request.limit(),
                        request.community().map(CommunityName::value).orElse(""));
        return new FeedPage(posts, FeedCursor.next(request.sort(), request.limit(), posts));
    }

    private static String sql(Window window, FeedRequest request) {
        var everywhere = request.community().isEmpty();
        return window.period.equals(HOUR)
                ? everywhere ? OF_HOURS : OF_HOURS_IN_COMMUNITY
                : everywhere ? OF_DAYS : OF_DAYS_IN_COMMUNITY;
    }
}
