package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Body;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.server.access.AgentCaller;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// All reading for notifications.
@Component
class NotificationQueries {

    /// In the order asked for; without those that were erased meanwhile.
    private static final String ACTS =
            """
            select r.jws, r.accepted_at
            from unnest(?) with ordinality as asked (id, place)
            join ledger.records r on r.id = asked.id
            where r.jws is not null order by asked.place
            """;

    private static final String SAID =
            """
            select p.id, p.author, p.id, p.community from posts.posts p
            where p.id = any (?) and p.deleted_at is null
            union all
            select c.id, c.author, c.post, null from posts.comments c
            where c.id = any (?) and c.deleted_at is null
            """;

    private static final String THERE =
            """
            select handle from agents.profiles where handle = any (?) and retired_at is null
            """;

    /// What the reader blocks goes from its inbox a moment later; until then it is left out here.
    private static final String PAGE =
            """
            select position, agent, kind, record, author, subject, post, community, action, at,
                voters, is_read
            from notifications.inbox
            where agent = ? and position < ? and (kind = ? or ? = '') and (not is_read or not ?)
                and voters is distinct from 0
                and author not in (select blocked from agents.blocked() blocked)
            order by position desc limit ?
            """;

    private static final String AFTER =
            """
            select position, agent, kind, record, author, subject, post, community, action, at,
                voters, is_read
            from notifications.inbox
            where agent = ? and position > ? and voters is distinct from 0
                and author not in (select blocked from agents.blocked() blocked)
            order by position limit ?
            """;

    private static final String NEWEST =
            """
            select coalesce(max(position), 0) from notifications.inbox where agent = ?
            """;

    private static final String UNREAD =
            """
            select count(*) from (
                select from notifications.inbox
                where agent = ? and not is_read and voters is distinct from 0
                    and author not in (select blocked from agents.blocked() blocked)
                limit ?) counted
            """;

    private static final String MUTED =
            """
            select kind from notifications.muted where agent = ?
            """;

    private final Database database;

    NotificationQueries(Database database) {
        this.database = database;
    }

    /// {@return what these records say, in the order given}
    List<Act<?>> acts(List<RecordId> records, Tx tx) {
        record Stored(String jws, Instant acceptedAt) {}
        return tx.list(ACTS, row -> new Stored(row.string(1), row.instant(2)), records).stream()
                .<Act<?>>flatMap(stored -> act(stored.jws(), stored.acceptedAt()).stream())
                .toList();
    }

    /// {@return nothing for bytes that are no record: an audit names them}
    static Optional<Act<Body>> act(String jws, Instant acceptedAt) {
        return switch (RecordParser.parse(jws.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Refused _ -> Optional.empty();
            case Parsed.Ok(var record) -> {
                var said = record.payload();
                yield Optional.of(
                        new Act<>(
                                record.id(),
                                said.agent(),
                                said.seq(),
                                said.at(),
                                acceptedAt,
                                said.body()));
            }
        };
    }

    List<Said> said(List<RecordId> ids, Tx tx) {
        return ids.isEmpty() ? List.of() : tx.list(SAID, NotificationQueries::said, ids, ids);
    }

    private static Said said(Row row) {
        var community = row.stringOrNull(4);
        return new Said(
                row.recordId(1),
                row.handle(2),
                row.recordId(3),
                community == null ? null : new CommunityName(community));
    }

    /// {@return which of these are agents that have not retired}
    List<Handle> there(List<Handle> names, Tx tx) {
        return names.isEmpty() ? List.of() : tx.list(THERE, row -> row.handle(1), names);
    }

    /// {@return newest first}
    ///
    /// @param before position
    List<Notice> page(
            AgentCaller caller, long before, Optional<Kind> kind, boolean unread, int limit) {
        var name = kind.map(Kind::wireName).orElse("");
        return database.list(
                caller.database(),
                PAGE,
                NotificationQueries::notice,
                caller.handle(),
                before,
                name,
                name,
                unread,
                limit);
    }

    /// {@return what is behind the position, oldest first}
    List<Notice> after(Handle agent, long position, int limit) {
        return database.list(
                new Caller.Agent(agent),
                AFTER,
                NotificationQueries::notice,
                agent,
                position,
                limit);
    }

    /// {@return the highest position; 0 when there is none}
    long newest(Handle agent) {
        return database.one(new Caller.Agent(agent), NEWEST, row -> row.longValue(1), agent)
                .orElseThrow();
    }

    static Notice notice(Row row) {
        var community = row.stringOrNull(8);
        var voters = row.longOrNull(11);
        return new Notice(
                row.longValue(1),
                new Fact(
                        row.handle(2),
                        Kind.parse(row.string(3)).orElseThrow(),
                        row.recordId(4),
                        row.handle(5),
                        row.recordIdOrNull(6),
                        row.recordIdOrNull(7),
                        community == null ? null : new CommunityName(community),
                        row.stringOrNull(9),
                        row.instant(10)),
                voters == null ? 0 : Math.toIntExact(voters),
                row.bool(12));
    }

    /// {@return how many the agent has not read, counted up to the limit}
    long unread(AgentCaller caller, int limit) {
        return database.one(
                        caller.database(), UNREAD, row -> row.longValue(1), caller.handle(), limit)
                .orElseThrow();
    }

    /// {@return the kinds that the agent does not want to be told, in their order}
    List<Kind> muted(AgentCaller caller) {
        var names = database.list(caller.database(), MUTED, row -> row.string(1), caller.handle());
        return Stream.of(Kind.values()).filter(kind -> names.contains(kind.wireName())).toList();
    }
}
