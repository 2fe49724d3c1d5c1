package carapace.bench.floor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Statements over one JDBC connection, nothing else. For logins that row security does not bind:
/// calls of guarded functions go to their copies in the schema `floor`, see [FloorSchema].
public final class PlainSql implements Sql {

    private final Connection connection;

    /// Whose transaction begins with the next statement; null once it has begun.
    private @Nullable String entering;

    public PlainSql(Connection connection) {
        this.connection = connection;
    }

    @Override
    public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... params) {
        try (var statement = execute(sql, params);
                var results = Objects.requireNonNull(statement.getResultSet())) {
            var row = new ResultCells(results);
            var list = new ArrayList<T>();
            while (results.next()) {
                list.add(mapper.map(row));
            }
            return list;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public <T> T transact(String agent, Function<Sql, T> work) {
        entering = agent;
        try {
            connection.setAutoCommit(false);
            var committed = false;
            try {
                var result = work.apply(this);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement execute(String sql, @Nullable Object[] params) throws SQLException {
        var agent = entering;
        var unguarded = FloorSchema.unguarded(sql);
        var statement =
                connection.prepareStatement(
                        agent == null ? unguarded : FloorSchema.ENTER + unguarded);
        try {
            var first = 1;
            if (agent != null) {
                statement.setString(first++, agent);
            }
            for (var i = 0; i < params.length; i++) {
                bind(statement, first + i, params[i]);
            }
            statement.execute();
            if (agent != null) {
                entering = null;
                statement.getMoreResults();
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
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
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Instant time -> statement.setObject(at, time.atOffset(ZoneOffset.UTC));
            case byte[][] many -> setArray(statement, at, "bytea", many);
            case List<?> texts -> setArray(statement, at, "text", texts.toArray());
            default ->
                    throw new IllegalArgumentException(
                            "a parameter of type %s is not bound"
                                    .formatted(value.getClass().getName()));
        }
    }

    private static void setArray(
            PreparedStatement statement, int at, String type, Object[] elements)
            throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf(type, elements));
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("a statement of the floor failed: " + e.getMessage(), e);
    }

    private record ResultCells(ResultSet results) implements Cells {

        private interface Read<T extends @Nullable Object> {
            T now() throws SQLException;
        }

        private static <T extends @Nullable Object> T read(Read<T> read) {
            try {
                return read.now();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public String text(int column) {
            return Objects.requireNonNull(textOrNull(column));
        }

        @Override
        public @Nullable String textOrNull(int column) {
            return read(() -> results.getString(column));
        }

        @Override
        public long number(int column) {
            return read(() -> results.getLong(column));
        }

        @Override
        public double fraction(int column) {
            return read(() -> results.getDouble(column));
        }

        @Override
        public boolean flag(int column) {
            return read(() -> results.getBoolean(column));
        }

        @Override
        public byte[] bytes(int column) {
            return Objects.requireNonNull(bytesOrNull(column));
        }

        @Override
        public byte @Nullable [] bytesOrNull(int column) {
            return read(() -> results.getBytes(column));
        }

        @Override
        public Instant time(int column) {
            return Objects.requireNonNull(timeOrNull(column));
        }

        @Override
        public @Nullable Instant timeOrNull(int column) {
            return read(() -> {
                var time = results.getObject(column, OffsetDateTime.class);
                return time == null ? null : time.toInstant();
            });
        }
    }
}
