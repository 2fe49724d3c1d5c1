package carapace.server.ledger.audit;

import carapace.protocol.record.RecordId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The rows that a table must have of one agent and slice, and no others.
///
/// Values are compared with `equals`; texts are kept and compared by their hash.
///
/// @param <K> type of the key
public final class Expected<K> {

    /// Stands for a value that was erased with the record that gave it.
    public static final Object ANY = new Object();

    private static final int PAGE = 500;

    private final String table;
    private final List<String> columns;
    private final Slice slice;
    private final Map<K, @Nullable Object[]> rows = new HashMap<>();

    /// @param table qualified name
    /// @param columns names of the values, in their order
    public Expected(String table, Slice slice, String... columns) {
        this.table = table;
        this.slice = slice;
        this.columns = List.of(columns);
    }

    /// Expects a row; rows of other slices are left out.
    public void put(K key, @Nullable Object... values) {
        if (slice.holds(key)) {
            rows.put(key, kept(values));
        }
    }

    /// As [#put], unless the row is expected already.
    public void putIfAbsent(K key, @Nullable Object... values) {
        if (!has(key)) {
            put(key, values);
        }
    }

    /// Expects another value in a row, if the row is expected at all.
    public void set(K key, String column, @Nullable Object value) {
        var row = rows.get(key);
        if (row != null) {
            row[columns.indexOf(column)] = kept(value);
        }
    }

    /// Expects the row no longer.
    public void remove(K key) {
        rows.remove(key);
    }

    public boolean has(K key) {
        return rows.containsKey(key);
    }

    /// {@return the keys in pages of 500, for statements that look rows up}
    public List<List<K>> pages() {
        var all = List.copyOf(rows.keySet());
        var pages = new ArrayList<List<K>>();
        for (var from = 0; from < all.size(); from += PAGE) {
            pages.add(all.subList(from, Math.min(all.size(), from + PAGE)));
        }
        return pages;
    }

    /// Compares a row that the table has. Rows that never come up are missing.
    public void found(Problems problems, K key, @Nullable Object... values) {
        if (!slice.holds(key)) {
            return;
        }
        problems.checked(1);
        var expected = rows.remove(key);
        if (expected == null) {
            problems.add(table, key, "added: it follows from no record");
            return;
        }
        var wrong = differences(expected, kept(values));
        if (!wrong.isEmpty()) {
            problems.add(table, key, "changed: " + wrong);
        }
    }

    /// Names the rows that the table should have and has not. Called last.
    public void missing(Problems problems) {
        rows.keySet()
                .forEach(
                        key -> problems.add(table, key, "missing: a record says that it is there"));
        rows.clear();
    }

    private String differences(@Nullable Object[] expected, @Nullable Object[] found) {
        var wrong = new StringJoiner(", ");
        for (var i = 0; i < expected.length; i++) {
            if (expected[i] != ANY && !Objects.equals(expected[i], found[i])) {
                wrong.add(difference(columns.get(i), expected[i], found[i]));
            }
        }
        return wrong.toString();
    }

    /// Texts are not quoted: they are somebody's words, and may be long.
    private static String difference(
            String column, @Nullable Object expected, @Nullable Object found) {
        if (expected instanceof Text || found instanceof Text) {
            return column + " is not what the records say";
        }
        if (expected instanceof Instant should && found instanceof Instant is) {
            return "%s is %s, not %s".formatted(column, is, should);
        }
        return "%s is %s, not %s".formatted(column, found, expected);
    }

    private static @Nullable Object[] kept(@Nullable Object[] values) {
        var kept = new @Nullable Object[values.length];
        for (var i = 0; i < values.length; i++) {
            kept[i] = kept(values[i]);
        }
        return kept;
    }

    private static @Nullable Object kept(@Nullable Object value) {
        return value instanceof String text ? Text.of(text) : value;
    }

    private record Text(RecordId hash) {
        static Text of(String text) {
            return new Text(RecordId.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
