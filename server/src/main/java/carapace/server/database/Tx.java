package carapace.server.database;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One transaction under way. Belongs to one thread and ends with [Database#transact].
///
/// Parameters are bound to the `?` of the statement in order. Accepted: String, Long, Integer,
/// Double, Boolean, byte[], Instant, RecordId, Handle, CommunityName, null, and for arrays byte[][]
/// or a List of String, Long, Handle or RecordId.
public interface Tx {

    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... params);

    /// @throws IllegalStateException when the answer has more than one row
    <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... params);

    /// {@return how many rows changed}
    int update(String sql, @Nullable Object... params);

    /// Heard by every listener on all nodes once the transaction has committed, in order; on this
    /// node before the transaction returns.
    ///
    /// @param payload at most 7,000 bytes; names what changed, never its content
    void notify(String channel, String payload);

    /// Runs the work once the transaction has committed and before [Database#transact] returns,
    /// which then fails with what the work throws; never after a rollback. The work may use the
    /// database anew.
    void afterCommit(Runnable work);

    /// Lets the transaction roll back although the work returns normally.
    void rollback();
}
