package carapace.server.notifications;

import carapace.protocol.record.RecordId;
import carapace.server.access.AgentCaller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All writing of notifications.
@Component
class NotificationProjection {

    private static final String TELL =
            """
            select notifications.tell(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String FOLD =
            """
            select notifications.fold(?, ?, ?, ?, ?, ?::text[]::boolean[], ?)
            """;

    private static final String TAKE_OUT =
            """
            select notifications.take_out(?, ?)
            """;

    private static final String FORGET =
            """
            select notifications.forget()
            """;

    private static final String MARK =
            """
            update notifications.inbox set is_read = true
            where agent = ? and position = any (?) and not is_read
            """;

    private static final String MARK_UP_TO =
            """
            update notifications.inbox set is_read = true
            where agent = ? and position <= ? and not is_read
            """;

    private static final String UNMUTE =
            """
            delete from notifications.muted where agent = ? and kind <> all (?)
            """;

    private static final String MUTE =
            """
            insert into notifications.muted (agent, kind)
            select ?, unnest(?) on conflict do nothing
            """;

    private static final byte[] NONE = new byte[0];

    private final Database database;

    NotificationProjection(Database database) {
        this.database = database;
    }

    /// @param facts no votes
    void tell(List<Fact> facts, Tx tx) {
        if (facts.isEmpty()) {
            return;
        }
        tx.list(
                TELL,
                _ -> true,
                texts(facts, fact -> fact.agent().value()),
                texts(facts, fact -> fact.kind().wireName()),
                ids(facts, Fact::record),
                texts(facts, fact -> fact.author().value()),
                ids(facts, Fact::subject),
                ids(facts, Fact::post),
                texts(facts, fact -> fact.community() == null ? "" : fact.community().value()),
                texts(facts, fact -> fact.action() == null ? "" : fact.action()),
                times(facts));
    }

    void fold(List<Fact> votes, Predicate<Fact> isTakenBack, Tx tx) {
        if (votes.isEmpty()) {
            return;
        }
        tx.list(
                FOLD,
                _ -> true,
                texts(votes, vote -> vote.agent().value()),
                ids(votes, Fact::record),
                texts(votes, vote -> vote.author().value()),
                ids(votes, Fact::subject),
                ids(votes, Fact::post),
                texts(votes, vote -> Boolean.toString(!isTakenBack.test(vote))),
                times(votes));
    }

    void takeOut(List<Facts.Blocked> blocked, Tx tx) {
        if (!blocked.isEmpty()) {
            tx.list(
                    TAKE_OUT,
                    _ -> true,
                    blocked.stream().map(Facts.Blocked::blocker).toList(),
                    blocked.stream().map(Facts.Blocked::other).toList());
        }
    }

    void forget(Tx tx) {
        tx.list(FORGET, _ -> true);
    }

    private static List<String> texts(List<Fact> facts, Function<Fact, String> part) {
        return facts.stream().map(part).toList();
    }

    private static byte[][] ids(List<Fact> facts, Function<Fact, @Nullable RecordId> part) {
        return facts.stream()
                .map(fact -> {
                    var id = part.apply(fact);
                    return id == null ? NONE : id.bytes();
                })
                .toArray(byte[][]::new);
    }

    private static List<Long> times(List<Fact> facts) {
        return facts.stream().map(fact -> fact.at().toEpochMilli()).toList();
    }

    void markRead(AgentCaller caller, List<Long> positions) {
        database.transact(caller.database(), tx -> tx.update(MARK, caller.handle(), positions));
    }

    void markReadUpTo(AgentCaller caller, long position) {
        database.transact(
                caller.database(), tx -> tx.update(MARK_UP_TO, caller.handle(), position));
    }

    /// Replaces what the agent does not want to be told.
    void mute(AgentCaller caller, Set<Kind> kinds) {
        var names = kinds.stream().map(Kind::wireName).toList();
        database.transact(
                caller.database(),
                tx -> {
                    tx.update(UNMUTE, caller.handle(), names);
                    return tx.update(MUTE, caller.handle(), names);
                });
    }
}
