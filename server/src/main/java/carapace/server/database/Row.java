package carapace.server.database;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The current row of an answer. Valid only inside [RowMapper#map].
///
/// Columns are named, or numbered from 1 where speed counts. A SQL null in a column that is read
/// without `…OrNull` is a bug and ends the request.
public final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public String string(int column) {
        return present(column, stringOrNull(column));
    }

    public String string(String column) {
        return string(number(column));
    }

    public @Nullable String stringOrNull(int column) {
        return read(() -> results.getString(column));
    }

    public @Nullable String stringOrNull(String column) {
        return stringOrNull(number(column));
    }

    public long longValue(int column) {
        return present(column, longOrNull(column));
    }

    public long longValue(String column) {
        return longValue(number(column));
    }

    public @Nullable Long longOrNull(int column) {
        return read(() -> {
            var value = results.getLong(column);
            return results.wasNull() ? null : value;
        });
    }

    public @Nullable Long longOrNull(String column) {
        return longOrNull(number(column));
    }

    public int intValue(int column) {
        return Math.toIntExact(longValue(column));
    }

    public int intValue(String column) {
        return intValue(number(column));
    }

    public double doubleValue(int column) {
        return present(
                column,
                read(() -> {
                    var value = results.getDouble(column);
                    return results.wasNull() ? null : value;
                }));
    }

    public double doubleValue(String column) {
        return doubleValue(number(column));
    }

    public boolean bool(int column) {
        return present(
                column,
                read(() -> {
                    var value = results.getBoolean(column);
                    return results.wasNull() ? null : value;
                }));
    }

    public boolean bool(String column) {
        return bool(number(column));
    }

    public byte[] bytes(int column) {
        return present(column, bytesOrNull(column));
    }

    public byte[] bytes(String column) {
        return bytes(number(column));
    }

    public byte @Nullable [] bytesOrNull(int column) {
        return read(() -> results.getBytes(column));
    }

    public byte @Nullable [] bytesOrNull(String column) {
        return bytesOrNull(number(column));
    }

    public Instant instant(int column) {
        return present(column, instantOrNull(column));
    }

    public Instant instant(String column) {
        return instant(number(column));
    }

    public @Nullable Instant instantOrNull(int column) {
        return read(() -> {
            var value = results.getObject(column, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        });
    }

    public @Nullable Instant instantOrNull(String column) {
        return instantOrNull(number(column));
    }

    public RecordId recordId(int column) {
        return RecordId.fromBytes(bytes(column));
    }

    public RecordId recordId(String column) {
        return recordId(number(column));
    }

    public @Nullable RecordId recordIdOrNull(int column) {
        var bytes = bytesOrNull(column);
        return bytes == null ? null : RecordId.fromBytes(bytes);
    }

    public @Nullable RecordId recordIdOrNull(String column) {
        return recordIdOrNull(number(column));
    }

    public Handle handle(int column) {
        return new Handle(string(column));
    }

    public Handle handle(String column) {
        return handle(number(column));
    }

    /// {@return a `text[]` column}
    public List<String> strings(int column) {
        return List.of(
                present(
                        column,
                        read(() -> {
                            var array = results.getArray(column);
                            return array == null ? null : (String[]) array.getArray();
                        })));
    }

    public List<String> strings(String column) {
        return strings(number(column));
    }

    private int number(String column) {
        return read(() -> results.findColumn(column));
    }

    private static <T> T present(int column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    private static <T extends @Nullable Object> T read(Read<T> read) {
        try {
            return read.now();
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private interface Read<T extends @Nullable Object> {
        T now() throws SQLException;
    }
}
