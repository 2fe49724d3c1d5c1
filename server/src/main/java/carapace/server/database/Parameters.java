package carapace.server.database;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds the values of a statement; the only place that knows how our types look in PostgreSQL.
final class Parameters {

    private Parameters() {}

    /// @param first number of the first `?` that belongs to these values
    static void bind(PreparedStatement statement, int first, @Nullable Object[] values)
            throws SQLException {
        for (var i = 0; i < values.length; i++) {
            bind(statement, first + i, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case String text -> statement.setString(at, text);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case Double number -> statement.setDouble(at, number);
            case Boolean flag -> statement.setBoolean(at, flag);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Instant time -> statement.setObject(at, time.atOffset(ZoneOffset.UTC));
            case RecordId id -> statement.setBytes(at, id.bytes());
            case Handle handle -> statement.setString(at, handle.value());
            case CommunityName name -> statement.setString(at, name.value());
            case byte[][] many -> setArray(statement, at, "bytea", many);
            case List<?> list -> bindList(statement, at, list);
            default ->
                    throw new IllegalArgumentException(
                            "parameter %d has type %s, which is not bound"
                                    .formatted(at, value.getClass().getName()));
        }
    }

    private static void bindList(PreparedStatement statement, int at, List<?> list)
            throws SQLException {
        var first = list.isEmpty() ? "" : list.getFirst();
        switch (first) {
            case String _ -> setArray(statement, at, "text", list.toArray());
            case Long _ -> setArray(statement, at, "int8", list.toArray());
            case Handle _ ->
                    setArray(
                            statement,
                            at,
                            "text",
                            list.stream().map(h -> ((Handle) h).value()).toArray());
            case RecordId _ ->
                    setArray(
                            statement,
                            at,
                            "bytea",
                            list.stream()
                                    .map(id -> ((RecordId) id).bytes())
                                    .toArray(byte[][]::new));
            default ->
                    throw new IllegalArgumentException(
                            "parameter %d is a list of %s, which is not bound"
                                    .formatted(at, first.getClass().getName()));
        }
    }

    private static void setArray(
            PreparedStatement statement, int at, String type, Object[] elements)
            throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf(type, elements));
    }
}
