package carapace.server.notifications;

import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.Follower;
import carapace.server.ledger.RecordAccepted;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Tells agents what is new for them, a moment after it was accepted, once and on one node.
@Component
class Teller implements Follower {

    /// Records that are read at once, each up to 64 KiB.
    private static final int TEXTS_MAX = 100;

    /// Names of one notification, each up to 33 bytes with its comma; 7,000 bytes are allowed.
    private static final int NAMES_MAX = 200;

    private static final Set<String> TYPES =
            Stream.of(
                            RecordType.POST_CREATE,
                            RecordType.COMMENT_CREATE,
                            RecordType.VOTE_SET,
                            RecordType.POST_PIN,
                            RecordType.FOLLOW_SET,
                            RecordType.BLOCK_SET,
                            RecordType.COMMUNITY_SET_MODERATOR,
                            RecordType.MODERATION_ACT)
                    .map(RecordType::wireName)
                    .collect(Collectors.toUnmodifiableSet());

    private final NotificationQueries queries;
    private final NotificationProjection projection;

    Teller(NotificationQueries queries, NotificationProjection projection) {
        this.queries = queries;
        this.projection = projection;
    }

    @Override
    public String name() {
        return "notifications";
    }

    @Override
    public void take(List<RecordAccepted> records, Tx tx) {
        var ids =
                records.stream()
                        .filter(accepted -> TYPES.contains(accepted.type()))
                        .map(RecordAccepted::record)
                        .toList();
        for (var from = 0; from < ids.size(); from += TEXTS_MAX) {
            tell(ids.subList(from, Math.min(ids.size(), from + TEXTS_MAX)), tx);
        }
        projection.forget(tx);
    }

    private void tell(List<RecordId> records, Tx tx) {
        var acts = queries.acts(records, tx);
        var facts = facts(acts, tx);
        acts.forEach(facts::add);
        projection.tell(facts.told(), tx);
        projection.fold(facts.votes(), facts::isTakenBack, tx);
        projection.takeOut(facts.blocked(), tx);
        tellNodes(facts, tx);
    }

    /// Whoever pushes inboxes hears of it on every node, once it is committed.
    private static void tellNodes(Facts facts, Tx tx) {
        var agents =
                Stream.concat(facts.told().stream(), facts.votes().stream())
                        .map(fact -> fact.agent().value())
                        .distinct()
                        .toList();
        for (var from = 0; from < agents.size(); from += NAMES_MAX) {
            var some = agents.subList(from, Math.min(agents.size(), from + NAMES_MAX));
            tx.notify(Inbox.CHANNEL, String.join(",", some));
        }
    }

    private Facts facts(List<Act<?>> acts, Tx tx) {
        var asked = acts.stream().map(Facts::asksFor).filter(Objects::nonNull).distinct().toList();
        var names = acts.stream().flatMap(act -> Facts.names(act).stream()).distinct().toList();
        return new Facts(
                queries.said(asked, tx).stream().collect(Collectors.toMap(Said::id, said -> said)),
                Set.copyOf(queries.there(names, tx)));
    }
}
