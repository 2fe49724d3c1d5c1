package carapace.server.feeds;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.access.Reader;
import carapace.server.database.Database;
import carapace.server.posts.Post;
import carapace.server.posts.PostRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of feeds. Ids are picked from an index first, texts are fetched for those only.
///
/// The inner limit is the most that may be asked for ([FeedRequest#LIMIT_MAX]). It tells the
/// planner how few rows there are whatever the parameter is, so that one plan serves all requests.
@Component
class FeedQueries {

    private static final String POSTS_OF_PICKED =
            """
            select p.id, p.community, p.author, b.title, left(b.text, 500),
                coalesce(length(b.text) > 500, false),
                b.url, r.ups, r.downs, r.comments, r.pinned_at is not null, p.created_at,
                p.edited_at, p.deleted_at, r.hot
            from picked
            join posts.ranks r on r.id = picked.id
            join posts.posts p on p.id = picked.id
            join posts.bodies b on b.id = picked.id
            """;

    private static final String BY_HOT = POSTS_OF_PICKED + "order by r.hot desc, r.id desc\n";
    private static final String BY_TIME =
            POSTS_OF_PICKED + "order by p.created_at desc, p.id desc\n";

    static final String HOT =
            """
            with picked as (
                select id from (
                    select r.id, r.hot from posts.ranks r
                    where (r.hot, r.id) < (?, ?)
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
                    + POSTS_OF_PICKED
                    + "order by r.pinned_at desc\n";

    private static final byte[] LAST_ID = lastId();

    private final Database database;

    FeedQueries(Database database) {
        this.database = database;
    }

    List<Post> pinned(Reader reader, CommunityName community) {
        return database.list(reader.database(), PINNED, PostRows::post, community);
    }

    FeedPage page(Reader reader, FeedRequest request) {
        var cursor = request.cursor().isEmpty() ? null : Cursor.decode(request.cursor(), 2);
        var narrowed =
                request.community()
                        .<Object>map(name -> name)
                        .or(() -> request.author().map(handle -> handle));
        var params = new ArrayList<@Nullable Object>();
        params.add(key(request.sort(), cursor));
        params.add(cursor == null ? LAST_ID : id(cursor));
        narrowed.ifPresent(params::add);
        if (request.sort() == FeedSort.NEW) {
            request.community().ifPresent(params::add);
        }
        params.add(request.limit());
        var posts =
                database.list(reader.database(), sql(request), PostRows::post, params.toArray());
        return new FeedPage(posts, next(request, posts));
    }

    private static String sql(FeedRequest request) {
        return switch (request.sort()) {
            case HOT -> request.community().isPresent() ? HOT_IN_COMMUNITY : HOT;
            case NEW -> {
                if (request.author().isPresent()) {
                    yield NEW_BY_AUTHOR;
                }
                yield request.community().isPresent() ? NEW_IN_COMMUNITY : NEW;
            }
        };
    }

    private static Object key(FeedSort sort, @Nullable Cursor cursor) {
        return switch (sort) {
            case HOT -> cursor == null ? Double.POSITIVE_INFINITY : cursor.number(0);
            case NEW -> cursor == null ? Cursor.LAST_TIME : cursor.time(0);
        };
    }

    private static Optional<String> next(FeedRequest request, List<Post> posts) {
        if (posts.size() < request.limit()) {
            return Optional.empty();
        }
        var last = posts.getLast();
        var key =
                switch (request.sort()) {
                    case HOT -> Double.toString(last.hot());
                    case NEW -> last.createdAt().toString();
                };
        return Optional.of(new Cursor(List.of(key, last.id().value())).encode());
    }

    private static byte[] id(Cursor cursor) {
        return cursor.part(1, RecordId::new).bytes();
    }

    private static byte[] lastId() {
        var last = new byte[RecordId.BYTES];
        Arrays.fill(last, (byte) 0xff);
        return last;
    }
}
