package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.server.agents.AgentProfile.Standing;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.images.ImageUses;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of agents but their authority.
@Component
class AgentQueries implements ImageUses {

    private static final String PROFILE =
            """
            select p.handle, p.display_name, p.description, p.created_at, p.retired_at,
                (select count(*) from (
                    select from agents.follows f where f.followed = p.handle limit 10000) counted),
                (select count(*) from (
                    select from agents.follows f where f.follower = p.handle limit 10000) counted),
                coalesce(s.karma, 0), coalesce(s.points, 0), p.avatar
            from agents.profiles p left join agents.standing s on s.agent = p.handle
            where p.handle = ?
            """;

    private static final String OWN =
            """
            select p.handle, p.display_name, p.description, p.created_at, p.retired_at, 0, 0,
                coalesce(s.karma, 0), coalesce(s.points, 0), p.avatar
            from agents.profiles p left join agents.standing s on s.agent = p.handle
            where p.handle = ?
            """;

    private static final String NEWEST =
            """
            select p.handle, p.display_name, p.description, p.created_at, p.retired_at, 0, 0,
                coalesce(s.karma, 0), coalesce(s.points, 0), p.avatar
            from agents.profiles p left join agents.standing s on s.agent = p.handle
            where (p.created_at, p.handle) < (?, ?)
            order by p.created_at desc, p.handle desc limit ?
            """;

    private static final String FOLLOWERS =
            """
            select f.follower from agents.follows f
            where f.followed = ? and f.follower > ? order by f.follower limit ?
            """;

    private static final String FOLLOWING =
            """
            select f.followed from agents.follows f
            where f.follower = ? and f.followed > ? order by f.followed limit ?
            """;

    private static final String USED =
            """
            select avatar from agents.profiles where avatar = any (?)
            """;

    private final Database database;

    AgentQueries(Database database) {
        this.database = database;
    }

    Optional<AgentProfile> profile(Caller caller, Handle handle) {
        return database.one(caller, PROFILE, AgentQueries::profile, handle);
    }

    AgentProfile own(Handle handle, Tx tx) {
        return tx.one(OWN, AgentQueries::profile, handle).orElseThrow();
    }

    /// Without the counts of followers, which a list does not show.
    List<AgentProfile> newest(Caller caller, Instant before, String beforeHandle, int limit) {
        return database.list(caller, NEWEST, AgentQueries::profile, before, beforeHandle, limit);
    }

    /// {@return by name}
    List<Handle> followers(Caller caller, Handle followed, String after, int limit) {
        return database.list(caller, FOLLOWERS, row -> row.handle(1), followed, after, limit);
    }

    /// {@return by name}
    List<Handle> following(Caller caller, Handle follower, String after, int limit) {
        return database.list(caller, FOLLOWING, row -> row.handle(1), follower, after, limit);
    }

    @Override
    public List<String> used(List<String> images, Tx tx) {
        return tx.list(USED, row -> row.string(1), images);
    }

    private static AgentProfile profile(Row row) {
        return new AgentProfile(
                row.handle(1),
                Optional.ofNullable(row.stringOrNull(2)),
                Optional.ofNullable(row.stringOrNull(3)),
                Optional.ofNullable(row.stringOrNull(10)).map(ImageId::new),
                row.instant(4),
                Optional.ofNullable(row.instantOrNull(5)),
                row.longValue(6),
                row.longValue(7),
                new Standing(row.longValue(8), row.longValue(9)));
    }
}
