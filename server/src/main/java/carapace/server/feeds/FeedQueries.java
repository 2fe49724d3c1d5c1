package carapace.server.feeds;

import static carapace.server.feeds.PickedPosts.BY_CONTROVERSY;
import static carapace.server.feeds.PickedPosts.BY_HOT;
import static carapace.server.feeds.PickedPosts.BY_PIN;
import static carapace.server.feeds.PickedPosts.BY_RISING;
import static carapace.server.feeds.PickedPosts.BY_SCORE;
import static carapace.server.feeds.PickedPosts.BY_TIME;

import carapace.protocol.key.CommunityName;
import carapace.server.access.Reader;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.posts.Post;
import carapace.server.posts.PostRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of feeds. Ids are picked from an index first, texts are fetched for those only.
///
/// The inner limit is the most that may be asked for ([FeedRequest#LIMIT_MAX]). It tells the
/// planner how few rows there are whatever the parameter is, so that one plan serves all requests.
///
/// An author or community that is not empty, which none is, is asked for by what reads everybody's
/// posts, since it makes the index of these usable for that and nothing else.
@Component
class FeedQueries {

    static final String HOT =
            """
            with picked as (
                select id from (
                    select r.id, r.hot from posts.ranks r
                    where (r.hot, r.id) < (?, ?) and r.author <> ''
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.hot desc, r.id desc limit 100) most
                order by hot desc, id desc limit ?)
            """
                    + BY_HOT;

    private static final String HOT_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select r.id, r.hot from posts.ranks r
                    where (r.hot, r.id) < (?, ?) and r.community = ? and r.pinned_at is null
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.hot desc, r.id desc limit 100) most
                order by hot desc, id desc limit ?)
            """
                    + BY_HOT;

    static final String NEW =
            """
            with picked as (
                select id from (
                    select p.id, p.created_at from posts.posts p
                    where (p.created_at, p.id) < (?, ?) and p.deleted_at is null
                        and p.author <> ''
                        and p.author not in (select blocked from agents.blocked() blocked)
                    order by p.created_at desc, p.id desc limit 100) most
                order by created_at desc, id desc limit ?)
            """
                    + BY_TIME;

    private static final String NEW_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select p.id, p.created_at from posts.posts p
                    where (p.created_at, p.id) < (?, ?) and p.community = ? and p.deleted_at is null
                        and p.author not in (select blocked from agents.blocked() blocked)
                        and p.id not in (
                            select r.id from posts.ranks r
                            where r.community = ? and r.pinned_at is not null)
                    order by p.created_at desc, p.id desc limit 100) most
                order by created_at desc, id desc limit ?)
            """
                    + BY_TIME;

    private static final String NEW_BY_AUTHOR =
            """
            with picked as (
                select id from (
                    select p.id, p.created_at from posts.posts p
                    where (p.created_at, p.id) < (?, ?) and p.author = ? and p.deleted_at is null
                    order by p.created_at desc, p.id desc limit 100) most
                order by created_at desc, id desc limit ?)
            """
                    + BY_TIME;

    private static final String PINNED =
            """
            with picked as (
                select r.id from posts.ranks r
                where r.community = ? and r.pinned_at is not null
                    and r.author not in (select blocked from agents.blocked() blocked)
                order by r.pinned_at desc limit 3)
            """
                    + BY_PIN;

    static final String RISING =
            """
            with picked as (
                select id from (
                    select r.id, r.rising from posts.ranks r
                    where (r.rising, r.id) < (?, ?) and r.rising is not null
                        and r.author <> ''
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.rising desc, r.id desc limit 100) most
                order by rising desc, id desc limit ?)
            """
                    + BY_RISING;

    private static final String RISING_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select r.id, r.rising from posts.ranks r
                    where (r.rising, r.id) < (?, ?) and r.rising is not null
                        and r.community = ? and r.pinned_at is null
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.rising desc, r.id desc limit 100) most
                order by rising desc, id desc limit ?)
            """
                    + BY_RISING;

    static final String CONTROVERSIAL =
            """
            with picked as (
                select id from (
                    select r.id, r.controversial from posts.ranks r
                    where (r.controversial, r.id) < (?, ?) and r.controversial is not null
                        and r.author <> ''
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.controversial desc, r.id desc limit 100) most
                order by controversial desc, id desc limit ?)
            """
                    + BY_CONTROVERSY;

    private static final String CONTROVERSIAL_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select r.id, r.controversial from posts.ranks r
                    where (r.controversial, r.id) < (?, ?) and r.controversial is not null
                        and r.community = ? and r.pinned_at is null
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.controversial desc, r.id desc limit 100) most
                order by controversial desc, id desc limit ?)
            """
                    + BY_CONTROVERSY;

    static final String TOP =
            """
            with picked as (
                select id from (
                    select r.id, r.score from posts.ranks r
                    where (r.score, r.id) < (?, ?) and r.author <> ''
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.score desc, r.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + BY_SCORE;

    private static final String TOP_IN_COMMUNITY =
            """
            with picked as (
                select id from (
                    select r.id, r.score from posts.ranks r
                    where (r.score, r.id) < (?, ?) and r.community <> ''
                        and r.community = ? and r.pinned_at is null
                        and r.author not in (select blocked from agents.blocked() blocked)
                    order by r.score desc, r.id desc limit 100) most
                order by score desc, id desc limit ?)
            """
                    + BY_SCORE;

    private static final String HOT_BY_AUTHOR =
            """
            with picked as (
                select id from (
                    select r.id, r.hot from posts.ranks r
                    where (r.hot, r.id) < (?, ?) and r.author = ?
                    order by r.hot desc, r.id desc limit 100) most
                order by hot desc, id desc limit ?)
            """
                    + BY_HOT;

    /// Anybody may post there: who does not moderate is no voice of the platform.
    private static final String ANNOUNCEMENT =
            """
            with picked as (
                select id from (
                    select p.id, p.author, p.created_at from posts.posts p
                    where p.community = ? and p.deleted_at is null
                        and p.author not in (select blocked from agents.blocked() blocked)
                    order by p.created_at desc, p.id desc limit 100) newest
                where author in (
                    select m.agent from communities.moderators m where m.community = ?)
                order by created_at desc, id desc limit 1)
            """
                    + BY_TIME;

    private final Database database;

    FeedQueries(Database database) {
        this.database = database;
    }

    List<Post> pinned(Reader reader, CommunityName community) {
        return database.list(reader.database(), PINNED, PostRows::post, community);
    }

    Optional<Post> announcement(CommunityName community, Tx tx) {
        return tx.one(ANNOUNCEMENT, PostRows::post, community, community);
    }

    /// @param request of any sort but the best of a time
    FeedPage page(Reader reader, FeedRequest request) {
        var from = FeedCursor.read(request.sort(), request.cursor());
        var params = new ArrayList<Object>();
        params.add(from.key());
        params.add(from.id());
        request.community().ifPresent(params::add);
        if (request.sort() == FeedSort.NEW) {
            request.community().ifPresent(params::add);
        }
        request.author().ifPresent(params::add);
        params.add(request.limit());
        var posts =
                database.list(reader.database(), sql(request), PostRows::post, params.toArray());
        return new FeedPage(posts, FeedCursor.next(request.sort(), request.limit(), posts));
    }

    private static String sql(FeedRequest request) {
        var everywhere = request.community().isEmpty();
        var ofAll = request.author().isEmpty();
        return switch (request.sort()) {
            case HOT -> ofAll ? everywhere ? HOT : HOT_IN_COMMUNITY : HOT_BY_AUTHOR;
            case NEW -> ofAll ? everywhere ? NEW : NEW_IN_COMMUNITY : NEW_BY_AUTHOR;
            case RISING -> everywhere ? RISING : RISING_IN_COMMUNITY;
            case CONTROVERSIAL -> everywhere ? CONTROVERSIAL : CONTROVERSIAL_IN_COMMUNITY;
            case TOP_ALL -> everywhere ? TOP : TOP_IN_COMMUNITY;
            case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH ->
                    throw new IllegalArgumentException("the best of a time has its own queries");
        };
    }
}
