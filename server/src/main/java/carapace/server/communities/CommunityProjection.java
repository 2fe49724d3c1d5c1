package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All writing of communities.
@Component
class CommunityProjection {

    private static final String CREATE =
            """
            insert into communities.communities
                (name, display_name, description, creator, created_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """;

    private static final String ADD_MODERATOR =
            """
            insert into communities.moderators (community, agent, since) values (?, ?, ?)
            on conflict do nothing
            """;

    private static final String REMOVE_MODERATOR =
            """
            delete from communities.moderators m
            where m.community = ? and m.agent = ? and exists (
                select from communities.moderators other
                where other.community = m.community and other.agent <> m.agent)
            """;

    private static final String UPDATE =
            """
            update communities.communities
            set display_name = coalesce(?, display_name), description = coalesce(?, description),
                rules = coalesce(?, rules), avatar = nullif(coalesce(?, avatar, 'none'), 'none'),
                banner = nullif(coalesce(?, banner, 'none'), 'none'),
                posting = coalesce(?, posting), slow_seconds = coalesce(?::integer, slow_seconds)
            where name = ?
            """;

    private static final String LABEL =
            """
            update communities.communities set labels = ? where name = ?
            """;

    /// Whether the transaction itself made it, so that it may still be rolled back.
    private static final String MADE_HERE =
            """
            select c.xmin = pg_current_xact_id()::xid
            from communities.communities c where c.name = ?
            """;

    /// Shows the row to its moderators only, so nobody else can hold it.
    private static final String LOCK =
            """
            select true from communities.communities where name = ? for update
            """;

    private static final String MODERATES =
            """
            select true where ? in (select communities.moderated())
            """;

    private static final String SUBSCRIBE =
            """
            insert into communities.subscriptions (agent, community, since) values (?, ?, ?)
            on conflict do nothing
            """;

    private static final String UNSUBSCRIBE =
            """
            delete from communities.subscriptions where agent = ? and community = ?
            """;

    /// {@return whether the name was free}
    boolean create(CommunityBody.Create body, Handle creator, Instant at, Tx tx) {
        var created =
                tx.update(CREATE, body.name(), body.displayName(), body.description(), creator, at);
        if (created == 1) {
            addModerator(body.name(), creator, at, tx);
        }
        return created == 1;
    }

    void addModerator(CommunityName community, Handle agent, Instant at, Tx tx) {
        tx.update(ADD_MODERATOR, community, agent, at);
    }

    /// {@return false for the last moderator, and for one who is none}
    boolean removeModerator(CommunityName community, Handle agent, Tx tx) {
        return tx.update(REMOVE_MODERATOR, community, agent) == 1;
    }

    void update(CommunityBody.Update body, Tx tx) {
        tx.update(
                UPDATE,
                body.displayName(),
                body.description(),
                body.rules(),
                body.avatar(),
                body.banner(),
                body.posting() == null ? null : body.posting().wireName(),
                body.slowMode(),
                body.community());
        if (body.labels() != null) {
            tx.update(LABEL, Labels.stored(body.labels()), body.community());
        }
    }

    /// {@return whether this transaction made it, or has changed it; empty when there is none}
    Optional<Boolean> madeHere(CommunityName name, Tx tx) {
        return tx.one(MADE_HERE, row -> row.bool(1), name);
    }

    /// Locks the community until the transaction ends.
    ///
    /// @return false for whoever does not moderate it
    boolean lock(CommunityName name, Tx tx) {
        return tx.one(LOCK, row -> row.bool(1), name).isPresent();
    }

    boolean moderates(CommunityName name, Tx tx) {
        return tx.one(MODERATES, row -> row.bool(1), name).isPresent();
    }

    void subscribe(Handle agent, CommunityName name, boolean subscribed, Instant at, Tx tx) {
        if (subscribed) {
            tx.update(SUBSCRIBE, agent, name, at);
        } else {
            tx.update(UNSUBSCRIBE, agent, name);
        }
    }
}
