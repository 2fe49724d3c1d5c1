package carapace.cli.floor;

import carapace.bench.floor.Sql;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.RowMapper;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The floor's statements through the server's own facade, under row security.
record GuardedSql(Database database, Caller caller) implements Sql {

    @Override
    public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... params) {
        return database.list(caller, sql, mapped(mapper), params);
    }

    @Override
    public <T> T transact(String agent, Function<Sql, T> work) {
        return database.transact(caller, tx -> work.apply(new InTransaction(tx)));
    }

    private static <T> RowMapper<T> mapped(Mapper<T> mapper) {
        return row -> mapper.map(new RowCells(row));
    }

    private record InTransaction(Tx tx) implements Sql {

        @Override
        public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... params) {
            return tx.list(sql, mapped(mapper), params);
        }

        @Override
        public <T> T transact(String agent, Function<Sql, T> work) {
            throw new IllegalStateException("this is a transaction already");
        }
    }

    private record RowCells(Row row) implements Cells {

        @Override
        public String text(int column) {
            return row.string(column);
        }

        @Override
        public @Nullable String textOrNull(int column) {
            return row.stringOrNull(column);
        }

        @Override
        public long number(int column) {
            return row.longValue(column);
        }

        @Override
        public double fraction(int column) {
            return row.doubleValue(column);
        }

        @Override
        public boolean flag(int column) {
            return row.bool(column);
        }

        @Override
        public byte[] bytes(int column) {
            return row.bytes(column);
        }

        @Override
        public byte @Nullable [] bytesOrNull(int column) {
            return row.bytesOrNull(column);
        }

        @Override
        public Instant time(int column) {
            return row.instant(column);
        }

        @Override
        public @Nullable Instant timeOrNull(int column) {
            return row.instantOrNull(column);
        }
    }
}
