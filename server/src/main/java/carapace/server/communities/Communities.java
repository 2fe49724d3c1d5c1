package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.server.access.Cursor;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What other features may ask of communities.
@Component
public class Communities {

    private static final int NAMES_MAX = 10_000;

    private final CommunityQueries queries;
    private final CommunityProjection projection;

    /// Communities are never removed, so what was seen once, committed, stays true.
    private final Cache<CommunityName, Boolean> seen =
            Caffeine.newBuilder().maximumSize(NAMES_MAX).build();

    Communities(CommunityQueries queries, CommunityProjection projection) {
        this.queries = queries;
        this.projection = projection;
    }

    public Optional<Community> find(Caller caller, CommunityName name) {
        return queries.find(caller, name);
    }

    /// A page of communities.
    ///
    /// @param cursor of the page before, or empty for the first
    /// @param limit 1 to 100
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public CommunityPage list(Caller caller, CommunitySort sort, String cursor, int limit) {
        var from = cursor.isEmpty() ? null : Cursor.decode(cursor, 2);
        var first = sort == CommunitySort.NEW ? Cursor.LAST_TIME : Instant.EPOCH;
        var page =
                queries.list(
                        caller,
                        sort,
                        from == null ? first : from.time(0),
                        from == null ? "" : from.part(1, CommunityName::new).value(),
                        limit);
        return new CommunityPage(
                page, page.size() < limit ? Optional.empty() : Optional.of(cursor(page.getLast())));
    }

    private static String cursor(Community last) {
        return new Cursor(List.of(last.createdAt().toString(), last.name().value())).encode();
    }

    /// {@return whether there is such a community, from memory as a rule}
    public boolean exists(CommunityName name, Tx tx) {
        if (seen.getIfPresent(name) != null) {
            return true;
        }
        var madeHere = projection.madeHere(name, tx);
        if (madeHere.isPresent() && !madeHere.get()) {
            seen.put(name, true);
        }
        return madeHere.isPresent();
    }

    /// {@return whether the agent of the transaction moderates it}
    ///
    /// If so, other moderators of the community wait until the transaction ends: what one of them
    /// may do depends on what the others have done.
    public boolean moderates(CommunityName name, Tx tx) {
        // Asked again under the lock: whoever held it may have ended this moderator's term.
        return projection.lock(name, tx) && projection.moderates(name, tx);
    }
}
