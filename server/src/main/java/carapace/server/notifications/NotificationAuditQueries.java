package carapace.server.notifications;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.ledger.audit.RowPages;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading of notifications for the audit.
@Component
class NotificationAuditQueries {

    private static final int PAGE = 500;

    private static final Notified FIRST = new Notified("", -1);

    /// Rows with their record, and whose what they are about is.
    private static final String ROWS =
            """
            select page.position, page.agent, page.kind, page.record, page.author, page.subject,
                page.post, page.community, page.action, page.at, page.voters, page.is_read,
                r.agent, r.type, r.jws, r.accepted_at, coalesce(p.author, c.author),
                coalesce(p.id, c.post), p.community,
                page.voters is null or page.voters <= (
                    select count(*) from votes.votes v
                    where v.target = page.subject and v.agent <> page.agent)
            from notifications.after(?, ?, ?) page
            left join ledger.records r on r.id = page.record
            left join posts.posts p on p.id = page.subject
            left join posts.comments c on c.id = page.subject
            order by page.agent, page.position
            """;

    private static final String AGENTS =
            """
            select agent from notifications.agents(?, ?) agent
            """;

    private final Database database;

    NotificationAuditQueries(Database database) {
        this.database = database;
    }

    private record Notified(String agent, long position) {}

    /// The record that a row names, as the ledger has it.
    ///
    /// @param jws null once erased
    record Named(Handle agent, String type, @Nullable String jws, Instant acceptedAt) {}

    /// @param record null when there is none
    /// @param owner author of the subject, if there is one
    /// @param place post of the subject
    /// @param community of the subject
    /// @param hasVoters whether so many have ever voted
    record Found(
            Notice notice,
            @Nullable Named record,
            @Nullable Handle owner,
            @Nullable RecordId place,
            @Nullable String community,
            boolean hasVoters) {}

    void each(Consumer<Found> each) {
        RowPages.each(
                FIRST,
                PAGE,
                after ->
                        database.list(
                                Caller.node(),
                                ROWS,
                                NotificationAuditQueries::found,
                                after.agent(),
                                after.position(),
                                PAGE),
                row -> new Notified(row.notice().fact().agent().value(), row.notice().position()),
                each);
    }

    private static Found found(Row row) {
        var author = row.stringOrNull(13);
        var owner = row.stringOrNull(17);
        return new Found(
                NotificationQueries.notice(row),
                author == null
                        ? null
                        : new Named(
                                new Handle(author),
                                row.string(14),
                                row.stringOrNull(15),
                                row.instant(16)),
                owner == null ? null : new Handle(owner),
                row.recordIdOrNull(18),
                row.stringOrNull(19),
                row.bool(20));
    }

    List<String> agents(String after, int limit) {
        return database.list(Caller.node(), AGENTS, row -> row.string(1), after, limit);
    }
}
