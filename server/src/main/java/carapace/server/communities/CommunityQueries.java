package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of communities.
@Component
class CommunityQueries {

    private static final String FIND =
            """
            select c.name, c.display_name, c.description, c.rules, c.creator, c.created_at,
                (select count(*) from (
                    select from communities.subscriptions s
                    where s.community = c.name limit 10000) counted),
                array(
                    select m.agent from communities.moderators m
                    where m.community = c.name order by m.since, m.agent limit 20),
                c.avatar, c.banner
            from communities.communities c where c.name = ?
            """;

    private static final String LIST =
            """
            select c.name, c.display_name, c.description, null, c.creator, c.created_at, 0,
                array[]::text[], c.avatar, null
            from communities.communities c
            where (c.created_at, c.name) > (?, ?)
            order by c.created_at, c.name limit ?
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

    List<Community> list(Caller caller, Instant after, String afterName, int limit) {
        return database.list(caller, LIST, CommunityQueries::community, after, afterName, limit);
    }

    /// {@return which of these images are some community's}
    List<String> used(List<String> images, Tx tx) {
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
                row.longValue(7),
                row.strings(8).stream().map(Handle::new).toList());
    }
}
