package carapace.server.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a seal covers: table, primary key, version and every column that gives somebody authority.
///
/// Immutable; each step returns a new row. Columns count in the order in which they are added, so
/// one method of a feature should build the row both for sealing and for checking.
///
/// ```java
/// SealedRow.of("agents.authority", handle.value()).version(3).text("status", "ACTIVE")
/// ```
public final class SealedRow {

    private final String table;
    private final String key;
    private final long version;
    private final List<byte[]> columns;

    private SealedRow(String table, String key, long version, List<byte[]> columns) {
        this.table = table;
        this.key = key;
        this.version = version;
        this.columns = columns;
    }

    /// @param table qualified name, such as `agents.authority`
    /// @param key the primary key as text
    public static SealedRow of(String table, String key) {
        return new SealedRow(table, key, 0, List.of());
    }

    /// Grows by one with each change of the row, so that [VersionMemory] can tell a rolled-back
    /// row.
    public SealedRow version(long version) {
        return new SealedRow(table, key, version, columns);
    }

    String table() {
        return table;
    }

    String key() {
        return key;
    }

    long version() {
        return version;
    }

    public SealedRow text(String column, @Nullable String value) {
        return with(column, 't', value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    public SealedRow bytes(String column, byte @Nullable [] value) {
        return with(column, 'b', value == null ? null : value.clone());
    }

    public SealedRow number(String column, @Nullable Long value) {
        return with(
                column,
                'n',
                value == null ? null : value.toString().getBytes(StandardCharsets.US_ASCII));
    }

    public SealedRow flag(String column, boolean value) {
        return with(column, 'f', new byte[] {(byte) (value ? 1 : 0)});
    }

    /// PostgreSQL keeps microseconds, so anything finer is not covered.
    public SealedRow time(String column, @Nullable Instant value) {
        return with(column, 'i', value == null ? null : micros(value));
    }

    private static byte[] micros(Instant value) {
        var micros =
                Math.addExact(
                        Math.multiplyExact(value.getEpochSecond(), 1_000_000L),
                        value.getNano() / 1_000);
        return Long.toString(micros).getBytes(StandardCharsets.US_ASCII);
    }

    private SealedRow with(String name, char type, byte @Nullable [] value) {
        var column =
                joined(out -> {
                    put(out, name.getBytes(StandardCharsets.UTF_8));
                    out.writeByte(value == null ? '-' : type);
                    put(out, value == null ? new byte[0] : value);
                });
        var more = Stream.concat(columns.stream(), Stream.of(column)).toList();
        return new SealedRow(table, key, version, more);
    }

    /// Every part is preceded by its length, so no two different rows share an encoding.
    byte[] encoded() {
        return joined(out -> {
            put(out, "carapace sealed row 1".getBytes(StandardCharsets.US_ASCII));
            put(out, table.getBytes(StandardCharsets.UTF_8));
            put(out, key.getBytes(StandardCharsets.UTF_8));
            out.writeLong(version);
            out.writeInt(columns.size());
            for (var column : columns) {
                put(out, column);
            }
        });
    }

    private static byte[] joined(Parts parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            parts.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be full", e);
        }
        return bytes.toByteArray();
    }

    private interface Parts {
        void write(DataOutputStream out) throws IOException;
    }

    private static void put(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }
}
