package carapace.server.notifications;

import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.ledger.Act;
import carapace.server.ledger.ServerActs;
import carapace.server.ledger.audit.ChainAudit;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import carapace.server.notifications.NotificationAuditQueries.Found;
import carapace.server.notifications.NotificationAuditQueries.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Notifications against the records that they name.
///
/// Nobody is told everything: what is old, muted or of somebody blocked is not there. So no row is
/// ever missing; each that is there must say what its record says.
@Component
class NotificationAudit implements ChainAudit {

    private static final String TABLE = "notifications.inbox";
    private static final String OTHERWISE = "changed: its record does not say this";

    private final NotificationAuditQueries queries;

    NotificationAudit(NotificationAuditQueries queries) {
        this.queries = queries;
    }

    /// Rows are swept, since each follows from another agent's record.
    @Override
    public Replay replay(Handle agent, Slice slice) {
        return Replay.NOTHING;
    }

    @Override
    public List<String> agents(String after, int limit) {
        return queries.agents(after, limit);
    }

    @Override
    public void sweep(Problems problems) {
        queries.each(found -> {
            problems.checked(1);
            problem(found)
                    .ifPresent(text -> {
                        var notice = found.notice();
                        var key = "%s %d".formatted(notice.fact().agent(), notice.position());
                        problems.add(TABLE, key, text);
                    });
        });
    }

    private static Optional<String> problem(Found found) {
        var fact = found.notice().fact();
        var record = found.record();
        if (record == null) {
            return Optional.of("added: there is no such record");
        }
        if (!record.agent().equals(fact.author()) || fact.author().equals(fact.agent())) {
            return Optional.of("changed: author is not the record's");
        }
        if (!record.acceptedAt().equals(fact.at())) {
            return Optional.of("changed: at is not when the record was accepted");
        }
        if (!found.hasVoters()) {
            return Optional.of("changed: fewer have ever voted");
        }
        return says(found, record) ? Optional.empty() : Optional.of(OTHERWISE);
    }

    /// Of an erased record only the type is left to compare.
    private static boolean says(Found found, Named record) {
        if (record.jws() == null) {
            return switch (found.notice().fact().kind()) {
                case REPLY -> record.type().equals("comment.create");
                case MENTION ->
                        record.type().equals("comment.create")
                                || record.type().equals("post.create");
                case FOLLOW, VOTES, MODERATION -> false;
            };
        }
        return NotificationQueries.act(record.jws(), record.acceptedAt())
                .filter(act -> act.id().equals(found.notice().fact().record()))
                .filter(act -> says(found, act))
                .isPresent();
    }

    private static boolean says(Found found, Act<?> act) {
        var fact = found.notice().fact();
        var expected =
                switch (fact.kind()) {
                    case REPLY -> reply(found, act);
                    case MENTION -> mention(fact.agent(), act);
                    case FOLLOW -> follow(act);
                    case VOTES -> votes(found, act);
                    case MODERATION -> moderation(found, act);
                };
        return expected != null
                && expected.equals(
                        new Detail(
                                fact.agent(),
                                fact.subject(),
                                fact.post(),
                                fact.community() == null ? null : fact.community().value(),
                                fact.action()));
    }

    /// What a row must say besides what all have.
    private record Detail(
            @Nullable Handle agent,
            @Nullable RecordId subject,
            @Nullable RecordId post,
            @Nullable String community,
            @Nullable String action) {}

    private static @Nullable Detail reply(Found found, Act<?> act) {
        if (!(act.body() instanceof PostBody.Comment(var post, var parent, _))) {
            return null;
        }
        var answered = parent == null ? post : parent;
        return new Detail(found.owner(), answered, post, null, null);
    }

    private static @Nullable Detail mention(Handle agent, Act<?> act) {
        var post =
                switch (act.body()) {
                    case PostBody.Create _ -> act.id();
                    case PostBody.Comment comment -> comment.post();
                    default -> null;
                };
        var named = post != null && Facts.names(act).contains(agent);
        return named ? new Detail(agent, null, post, null, null) : null;
    }

    private static @Nullable Detail follow(Act<?> act) {
        return act.body() instanceof RelationBody.Follow(var followed, var following) && following
                ? new Detail(followed, null, null, null, null)
                : null;
    }

    private static @Nullable Detail votes(Found found, Act<?> act) {
        return act.body() instanceof PostBody.Vote(var target, var vote)
                        && vote != PostBody.Vote.Direction.NONE
                ? new Detail(found.owner(), target, found.place(), null, null)
                : null;
    }

    private static @Nullable Detail moderation(Found found, Act<?> act) {
        return switch (act.body()) {
            case PostBody.Pin(var post, var pinned) ->
                    new Detail(
                            found.owner(),
                            post,
                            post,
                            // Compared with its record elsewhere, as whose post it is.
                            found.community(),
                            pinned ? "pinned" : "unpinned");
            case CommunityBody.SetModerator(var community, var agent, var moderator) ->
                    new Detail(
                            agent,
                            null,
                            null,
                            community.value(),
                            moderator ? "moderator" : "no-moderator");
            case ModerationBody.Act decision
                    when act.agent().equals(ServerActs.HANDLE)
                            && Handle.isValid(decision.target()) ->
                    new Detail(new Handle(decision.target()), null, null, null, decision.action());
            default -> null;
        };
    }
}
