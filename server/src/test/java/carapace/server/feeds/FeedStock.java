package carapace.server.feeds;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentCaller;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.access.Scope;
import carapace.server.access.Visitor;
import carapace.server.database.Caller;
import carapace.server.database.TestDatabase;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A database full of posts of the last 40 days, of communities `c0` to `c9` and agents `a0` to
/// `a49`, with scores of a few values only, so that ids often decide.
final class FeedStock implements AutoCloseable {

    private static final String SETTING =
            """
            insert into posts.posts (id, community, author, created_at)
            select sha256(convert_to('post ' || n, 'UTF8')), 'c' || n % 10, 'a' || n * 7 % 50,
                date_trunc('milliseconds', ?::timestamptz - n * interval '40 days' / ?)
            from generate_series(0, ? - 1) n
            """;

    private static final String[] REST = {
        """
        insert into posts.bodies (id, author, title)
        select id, author, 'title' from posts.posts
        """,
        """
        insert into posts.ranks (id, community, author, created_at, ups, downs, heat, hot)
        select id, community, author, created_at, ups, downs, heat,
            posts.hot(ups - downs, created_at)
        from (
            select id, community, author, created_at, get_byte(id, 0) % 5::bigint as ups,
                get_byte(id, 1) % 4::bigint as downs, get_byte(id, 2) * 40::bigint - 5000 as heat
            from posts.posts) p
        """,
        "analyze posts.posts, posts.ranks, posts.bodies"
    };

    private final TestDatabase test = TestDatabase.fresh();
    private final Instant now = Instant.now();
    private final FeedQueries queries = new FeedQueries(test.database());
    private final HomeQueries home = new HomeQueries(test.database());
    private final Feeds feeds =
            new Feeds(
                    queries,
                    new TopQueries(test.database(), Clock.fixed(now, ZoneOffset.UTC)),
                    home);

    FeedStock(int posts) {
        fill(posts);
    }

    /// Replaces what is there by so many posts.
    void fill(int posts) {
        execute("truncate posts.posts, posts.bodies, posts.ranks");
        execute(SETTING, now.atOffset(ZoneOffset.UTC), posts, posts);
        for (var statement : REST) {
            execute(statement);
        }
    }

    /// What a post is ordered by.
    record Entry(
            RecordId id,
            String community,
            String author,
            Instant createdAt,
            long score,
            double hot,
            @Nullable Double rising,
            @Nullable Double controversial) {}

    Instant now() {
        return now;
    }

    Feeds feeds() {
        return feeds;
    }

    TestDatabase test() {
        return test;
    }

    List<Entry> entries() {
        try (var connection = test.superuser();
                var statement =
                        connection.prepareStatement(
                                """
                                select id, community, author, created_at, ups - downs, hot,
                                    posts.rising(heat, created_at),
                                    posts.controversial(ups, downs)
                                from posts.ranks
                                """);
                var rows = statement.executeQuery()) {
            var entries = new ArrayList<Entry>();
            while (rows.next()) {
                entries.add(
                        new Entry(
                                RecordId.fromBytes(rows.getBytes(1)),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getObject(4, java.time.OffsetDateTime.class).toInstant(),
                                rows.getLong(5),
                                rows.getDouble(6),
                                rows.getObject(7, Double.class),
                                rows.getObject(8, Double.class)));
            }
            return entries;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void execute(String sql, Object... params) {
        try (var connection = test.superuser();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < params.length; i++) {
                statement.setObject(i + 1, params[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static Visitor visitor() {
        return new Visitor();
    }

    /// {@return an agent that asks; nothing in the database needs to know of it}
    static AgentCaller agent(String name) {
        var handle = new Handle(name);
        var key = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
        var authority =
                new Authority(
                        handle, AgentStatus.ACTIVE, key, List.of(), 1, null, null, Instant.EPOCH);
        return new AgentCaller(authority, Set.of(Scope.READ), new Caller.Agent(handle));
    }

    @Override
    public void close() {
        test.close();
    }
}
