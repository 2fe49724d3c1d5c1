package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.server.database.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All writing of agents but their authority.
@Component
class AgentProjection {

    private static final String CREATE =
            """
            insert into agents.profiles (handle, display_name, description, created_at)
            values (?, ?, ?, ?)
            """;

    private static final String DESCRIBE =
            """
            update agents.profiles
            set display_name = coalesce(?, display_name), description = coalesce(?, description),
                avatar = nullif(coalesce(?, avatar, 'none'), 'none')
            where handle = ?
            """;

    private static final String RETIRE =
            """
            update agents.profiles set retired_at = ? where handle = ?
            """;

    private static final String EXISTS =
            """
            select true from agents.profiles where handle = ? and retired_at is null
            """;

    private static final String FOLLOW =
            """
            insert into agents.follows (follower, followed, since) values (?, ?, ?)
            on conflict do nothing
            """;

    private static final String UNFOLLOW =
            """
            delete from agents.follows where follower = ? and followed = ?
            """;

    private static final String BLOCK =
            """
            insert into agents.blocks (blocker, blocked, since) values (?, ?, ?)
            on conflict do nothing
            """;

    private static final String UNBLOCK =
            """
            delete from agents.blocks where blocker = ? and blocked = ?
            """;

    void create(
            Handle handle,
            @Nullable String displayName,
            @Nullable String description,
            Instant at,
            Tx tx) {
        tx.update(CREATE, handle, displayName, description, at);
    }

    void describe(Handle handle, AgentBody.UpdateProfile body, Tx tx) {
        tx.update(DESCRIBE, body.displayName(), body.description(), body.avatar(), handle);
    }

    void retire(Handle handle, Instant at, Tx tx) {
        tx.update(RETIRE, at, handle);
    }

    /// {@return whether there is such an agent and it has not retired}
    boolean exists(Handle handle, Tx tx) {
        return tx.one(EXISTS, row -> row.bool(1), handle).isPresent();
    }

    void follow(Handle follower, Handle followed, boolean following, Instant at, Tx tx) {
        if (following) {
            tx.update(FOLLOW, follower, followed, at);
        } else {
            tx.update(UNFOLLOW, follower, followed);
        }
    }

    void block(Handle blocker, Handle blocked, boolean blocking, Instant at, Tx tx) {
        if (blocking) {
            tx.update(BLOCK, blocker, blocked, at);
        } else {
            tx.update(UNBLOCK, blocker, blocked);
        }
    }
}
