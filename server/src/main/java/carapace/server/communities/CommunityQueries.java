package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.Posting;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.images.ImageUses;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of communities.
@Component
class CommunityQueries implements ImageUses {

    private static final String FIND =
            """
            select c.name, c.display_name, c.description, c.rules, c.creator, c.created_at,
                (select count(*) from (
                    select from communities.subscriptions s
                    where s.community = c.name limit 10000) counted),
                array(
                    select m.agent from communities.moderators m
                    where m.community = c.name order by m.since, m.agent limit 20),
                c.avatar, c.banner, c.posting, c.slow_seconds, c.labels,
                (select count(*) from (
                    select from posts.posts p
                    where p.community = c.name and p.deleted_at is null limit 10000) counted),
                (select count(*) from (
                    select from posts.posts p
                    where p.community = c.name and p.deleted_at is null
                        and p.created_at > transaction_timestamp() - interval '24 hours'
                    limit 10000) counted)
            from communities.communities c where c.name = ?
            """;

    private static final String COLUMNS =
            """
            select c.name, c.display_name, c.description, null, c.creator, c.created_at, 0,
                array[]::text[], c.avatar, null, c.posting, c.slow_seconds, c.labels, 0, 0
            from communities.communities c
            """;

    private static final String OLD =
            COLUMNS
                    + """
                    where (c.created_at, c.name) > (?, ?)
                    order by c.created_at, c.name limit ?
                    """;

    private static final String NEW =
            COLUMNS
                    + """
                    where (c.created_at, c.name) < (?, ?)
                    order by c.created_at desc, c.name desc limit ?
                    """;

    private static final String NAME =
            COLUMNS
                    + """
                    where (c.name collate "C", c.created_at) > (?, ?)
                    order by c.name collate "C", c.created_at limit ?
                    """;

    private static final String USED =
            """
            select avatar from communities.communities where avatar = any (?)
            union
            select banner from communities.communities where banner = any (?)
            """;

    private final Database database;

    CommunityQueries(Database database) {
        this.database = database;
    }

    Optional<Community> find(Caller caller, CommunityName name) {
        return database.one(caller, FIND, CommunityQueries::community, name);
    }

    /// {@return those after this place of the order}
    List<Community> list(
            Caller caller, CommunitySort sort, Instant after, String afterName, int limit) {
        return switch (sort) {
            case OLD -> list(caller, OLD, after, afterName, limit);
            case NEW -> list(caller, NEW, after, afterName, limit);
            case NAME -> list(caller, NAME, afterName, after, limit);
        };
    }

    private List<Community> list(
            Caller caller, String sql, Object first, Object second, int limit) {
        return database.list(caller, sql, CommunityQueries::community, first, second, limit);
    }

    @Override
    public List<String> used(List<String> images, Tx tx) {
        return tx.list(USED, row -> row.string(1), images, images);
    }

    private static Community community(Row row) {
        return new Community(
                new CommunityName(row.string(1)),
                row.string(2),
                Optional.ofNullable(row.stringOrNull(3)),
                Optional.ofNullable(row.stringOrNull(4)),
                Optional.ofNullable(row.stringOrNull(9)).map(ImageId::new),
                Optional.ofNullable(row.stringOrNull(10)).map(ImageId::new),
                row.handle(5),
                row.instant(6),
                Posting.valueOf(row.string(11).toUpperCase(Locale.ROOT)),
                row.longValue(12),
                row.strings(13).stream().map(Labels::label).toList(),
                row.longValue(7),
                row.longValue(14),
                row.longValue(15),
                row.strings(8).stream().map(Handle::new).toList());
    }
}
