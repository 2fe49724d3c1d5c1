package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.access.AgentKeys;
import carapace.server.access.Authority;
import carapace.server.database.Database;
import carapace.server.database.Listener;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What counts for agents, from memory. A change on any node is heard at once; when the line to the
/// database was down, everything is forgotten, since a change may have been missed.
@Component
class CachedAgentKeys implements AgentKeys, Listener {

    private static final int AGENTS_MAX = 20_000;

    /// Rows are read again even if nothing was heard, so that a row changed behind the server's
    /// back is noticed.
    private static final Duration READ_AGAIN = Duration.ofSeconds(30);

    private final AuthorityRows rows;
    private final Cache<Handle, Optional<Authority>> cache =
            Caffeine.newBuilder().maximumSize(AGENTS_MAX).expireAfterWrite(READ_AGAIN).build();

    CachedAgentKeys(AuthorityRows rows, Database database) {
        this.rows = rows;
        database.listen(AuthorityRows.CHANNEL, this);
    }

    @Override
    public Optional<Authority> find(Handle handle) {
        return cache.get(handle, this::load);
    }

    @Override
    public Optional<Authority> findAnew(Handle handle) {
        return Objects.requireNonNull(cache.asMap().compute(handle, (absent, _) -> load(absent)));
    }

    private Optional<Authority> load(Handle handle) {
        return rows.load(handle).map(AuthorityRow::authority);
    }

    @Override
    public void changed(String handle) {
        if (Handle.isValid(handle)) {
            cache.invalidate(new Handle(handle));
        }
    }

    @Override
    public void gap() {
        cache.invalidateAll();
    }
}
