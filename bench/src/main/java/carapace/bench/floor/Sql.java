package carapace.bench.floor;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A way to the database. Parameters are String, Long, Integer, Double, byte[], Instant, byte[][],
/// a List of String, or null.
public interface Sql {

    /// One statement, outside of [#transact] in a transaction of its own.
    <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... params);

    /// Several statements in one transaction.
    ///
    /// @param agent in whose name; goes along with the first statement
    <T> T transact(String agent, Function<Sql, T> work);

    /// Reads one row.
    interface Mapper<T> {
        T map(Cells row);
    }

    /// The current row, columns numbered from 1.
    interface Cells {

        String text(int column);

        @Nullable String textOrNull(int column);

        long number(int column);

        double fraction(int column);

        boolean flag(int column);

        byte[] bytes(int column);

        byte @Nullable [] bytesOrNull(int column);

        java.time.Instant time(int column);

        java.time.@Nullable Instant timeOrNull(int column);
    }
}
