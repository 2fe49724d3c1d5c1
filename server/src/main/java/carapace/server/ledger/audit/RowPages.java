package carapace.server.ledger.audit;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Rows in the order of their key, a page at a time, so that memory holds one page however many
/// there are.
public final class RowPages {

    private RowPages() {}

    /// @param first before every key
    /// @param limit rows of a page; a shorter one is the last
    /// @param after reads the page that follows a key; more rows than the limit where a join with
    ///   damaged rows yields several for one
    /// @param key of a row
    /// @param each told of every row
    public static <K, T> void each(
            K first,
            int limit,
            Function<K, List<T>> after,
            Function<T, K> key,
            Consumer<? super T> each) {
        var last = first;
        List<T> page;
        do {
            page = after.apply(last);
            page.forEach(each);
            last = page.isEmpty() ? last : key.apply(page.getLast());
        } while (page.size() >= limit);
    }
}
