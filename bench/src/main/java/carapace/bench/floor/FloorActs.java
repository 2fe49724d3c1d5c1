package carapace.bench.floor;

import carapace.protocol.key.Base64Url;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Acts: the statements with which the server accepts one record, in one transaction and in the
/// server's order, without asking who sent it.
public final class FloorActs {

    private static final long HOURLY_BUDGET = 1_000_000;

    private FloorActs() {}

    /// What a record of the server says, taken apart already. Texts of the size that the server
    /// would store stand in `jws` and `receipt`.
    ///
    /// @param type `post.create`, `comment.create` or `vote.set`
    /// @param place what is commented or voted on; null for a post
    /// @param vote 1 or -1; null unless it is a vote
    public record Act(
            String type,
            String agent,
            long seq,
            String prev,
            String id,
            String jws,
            String receipt,
            @Nullable String community,
            @Nullable String title,
            @Nullable String text,
            @Nullable String place,
            @Nullable Integer vote) {}

    public record Receipts(List<Receipt> receipts) {}

    public record Receipt(String record, String agent, long seq, String receipt) {}

    public static Receipts accept(Sql sql, Act act, Clock clock) {
        var acceptedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return sql.transact(
                act.agent(),
                tx -> {
                    lead(tx, act);
                    switch (act.type()) {
                        case "post.create" -> post(tx, act, acceptedAt);
                        case "comment.create" -> comment(tx, act, acceptedAt);
                        case "vote.set" -> vote(tx, act, acceptedAt);
                        default ->
                                throw new IllegalArgumentException("no act of type " + act.type());
                    }
                    append(tx, act, acceptedAt);
                    return new Receipts(
                            List.of(new Receipt(act.id(), act.agent(), act.seq(), act.receipt())));
                });
    }

    private static void lead(Sql tx, Act act) {
        var head = tx.list(FloorText.LOCK_HEAD, row -> row.number(1), act.agent());
        if (!head.equals(List.of(act.seq() - 1))) {
            throw new IllegalStateException("%s is at %s".formatted(act.agent(), head));
        }
        tx.list(FloorText.AUTHORITY, row -> row.text(2), act.agent());
        tx.list(FloorText.BUDGET, row -> row.number(1), 1, HOURLY_BUDGET);
    }

    private static void post(Sql tx, Act act, Instant acceptedAt) {
        tx.list(
                FloorText.POST,
                _ -> true,
                Base64Url.decode(act.id()),
                act.community(),
                act.title(),
                act.text(),
                null,
                acceptedAt);
    }

    private static void comment(Sql tx, Act act, Instant acceptedAt) {
        tx.list(
                FloorText.COMMENT,
                row -> row.number(1),
                Base64Url.decode(act.id()),
                decoded(act.place()),
                null,
                act.text(),
                acceptedAt);
    }

    private static void vote(Sql tx, Act act, Instant acceptedAt) {
        var value = act.vote() == null ? 0 : act.vote();
        tx.list(FloorText.VOTE, row -> row.flag(1), decoded(act.place()), value, acceptedAt);
    }

    private static void append(Sql tx, Act act, Instant acceptedAt) {
        tx.list(
                FloorText.APPEND,
                _ -> true,
                act.agent(),
                act.seq(),
                Base64Url.decode(act.prev()),
                new byte[][] {Base64Url.decode(act.id())},
                List.of(act.type()),
                List.of(act.jws()),
                List.of(act.receipt()),
                acceptedAt);
    }

    /// A token request spends the `jti` of its assertion.
    ///
    /// @param hash 32 bytes, never used before
    public static boolean spend(Sql sql, byte[] hash, Clock clock) {
        var expires = clock.instant().plusSeconds(60);
        return sql.list(FloorText.SPEND, _ -> true, hash, expires).getFirst();
    }

    private static byte[] decoded(@Nullable String id) {
        if (id == null) {
            throw new IllegalArgumentException("the act says not on what");
        }
        return Base64Url.decode(id);
    }
}
