package carapace.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The highest version of each sealed row that this node has seen, kept outside the database.
///
/// A seal shows that a row was true once. Whoever can write to the database can put an old row back
/// with its old seal: undo a freeze, revive a revoked key. A row below the version remembered here
/// is refused. Safe for use by many threads, and by many processes with the same vault, such as the
/// server and the operator's desk beside it: each sees at once what another has remembered.
public final class VersionMemory {

    /*
     * The file is a hash table with linear probing, mapped into memory so that it costs no heap:
     *
     *   0   8 bytes  "CPVERS01"
     *   8   8 bytes  rows remembered
     *   16  slots of 16 bytes: the first 8 bytes of SHA-256 over table and key, then the version
     *
     * At most half of the slots are filled. A slot's version is written before its name, so that a
     * crash leaves a slot empty or whole. Names are 64 bits: finding a second row for the name of a
     * given one takes 2^64 tries, and two rows of one attacker that share a name only share their
     * fate.
     *
     * All processes map the same file. Who writes holds the lock of "versions.lock"; the others
     * read meanwhile. A larger table takes the file's place under that lock, and each look begins
     * with asking whether the file is still the one that was mapped.
     */
    private static final long MAGIC = 0x4350564552533031L; // CPVERS01
    private static final int HEADER_BYTES = 16;
    private static final int COUNT_AT = 8;
    private static final int SLOT_BYTES = 16;
    private static final int SLOTS_MIN = 1 << 12; // 64 KiB
    private static final int SLOTS_MAX = 1 << 24; // 256 MiB, eight million rows

    /// Rows at their first version have nothing older to go back to.
    private static final long FIRST_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(VersionMemory.class);
    private static final String FILE = "versions";
    private static final String LOCK = "versions.lock";
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// A process has the file's lock or has it not: its threads must take turns.
    private static final Object WRITING = new Object();

    private final Path file;

    // Guarded by this.
    private MappedByteBuffer table;
    private Object mapped;

    private VersionMemory(Path file) throws IOException {
        this.file = file;
        this.mapped = identity(file);
        this.table = map(file);
    }

    /// Opens the memory of the server that owns this vault, or begins one.
    ///
    /// @param vault folder of the vault
    /// @throws VaultException when the file cannot be used
    public static VersionMemory open(Path vault) {
        var file = vault.resolve(FILE);
        try {
            locked(
                    file,
                    () -> {
                        if (!Files.exists(file)) {
                            create(file, SLOTS_MIN);
                        }
                    });
            return new VersionMemory(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static VaultException unusable(Path file, IOException e) {
        return new VaultException("cannot use %s: %s".formatted(file, e.getMessage()), e);
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// Runs while no other thread and no other process writes.
    private static void locked(Path file, Writing writing) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        synchronized (WRITING) {
            try (var channel = FileChannel.open(file.resolveSibling(LOCK), options, MODE);
                    var _ = channel.lock()) {
                writing.run();
            }
        }
    }

    private static void create(Path file, int slots) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(fresh, options, MODE)) {
            var bytes = HEADER_BYTES + (long) slots * SLOT_BYTES;
            var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            mapped.putLong(0, MAGIC);
            mapped.force();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var slots = (channel.size() - HEADER_BYTES) / SLOT_BYTES;
            var whole =
                    Long.bitCount(slots) == 1
                            && slots >= SLOTS_MIN
                            && slots <= SLOTS_MAX
                            && channel.size() == HEADER_BYTES + slots * SLOT_BYTES;
            if (!whole) {
                throw new IOException("its size is not that of a memory of versions");
            }
            var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            if (mapped.getLong(0) != MAGIC) {
                throw new IOException("it is no memory of versions");
            }
            return mapped;
        }
    }

    /// {@return the highest version seen of the row, 0 when none is remembered}
    ///
    /// To judge a row, ask before it is read: a version that is remembered was committed by then,
    /// so that an honest database cannot answer with less.
    ///
    /// @throws VaultException when the file cannot be used any more
    public synchronized long seen(String table, String key) {
        try {
            return remembered(present(), name(table, key));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /// {@return the table, mapped anew when another process has made a larger one}
    private MappedByteBuffer present() throws IOException {
        var identity = identity(file);
        if (!identity.equals(mapped)) {
            table = map(file);
            mapped = identity;
        }
        return table;
    }

    /// {@return what no other file has as long as this one is open or mapped}
    private static Object identity(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /// {@return whether no later version of the row has been seen}
    public boolean isLatest(SealedRow row) {
        return row.version() >= seen(row.table(), row.key());
    }

    /// Remembers the row's version; older ones will not be believed any more. On disk when it
    /// returns. The row must be committed: what is rolled back later would lock its owner out.
    ///
    /// @param row whose seal holds
    /// @throws VaultException when the file cannot be used any more
    public synchronized void remember(SealedRow row) {
        if (row.version() <= FIRST_VERSION || row.version() <= seen(row.table(), row.key())) {
            return;
        }
        try {
            locked(
                    file,
                    () -> {
                        raise(name(row.table(), row.key()), row.version());
                        table.force();
                    });
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /// Another process may have written between the look and the lock.
    private void raise(long name, long version) throws IOException {
        if (version <= remembered(present(), name)) {
            return;
        }
        if (isEmpty(table, find(table, name))) {
            if (!grows()) {
                return;
            }
            table.putLong(COUNT_AT, count() + 1);
        }
        put(table, find(table, name), name, version);
    }

    /// {@return whether there is room for one more row}
    private boolean grows() {
        if ((count() + 1) * 2 <= slots(table)) {
            return true;
        }
        if (slots(table) * 2 > SLOTS_MAX) {
            LOG.error("{} is full: rolled-back rows of further agents will not be noticed", file);
            return false;
        }
        try {
            grow();
            return true;
        } catch (IOException e) {
            LOG.error("cannot remember more versions in {}: {}", file, e.getMessage());
            return false;
        }
    }

    private void grow() throws IOException {
        var larger = file.resolveSibling(FILE + ".larger");
        Files.deleteIfExists(larger);
        create(larger, slots(table) * 2);
        var next = map(larger);
        for (var slot = 0; slot < slots(table); slot++) {
            if (!isEmpty(table, slot)) {
                var name = table.getLong(at(slot));
                put(next, find(next, name), name, version(table, slot));
            }
        }
        next.putLong(COUNT_AT, count());
        next.force();
        Files.move(larger, file, StandardCopyOption.ATOMIC_MOVE);
        table = next;
        mapped = identity(file);
    }

    private static void put(ByteBuffer table, int slot, long name, long version) {
        table.putLong(at(slot) + Long.BYTES, version);
        table.putLong(at(slot), name);
    }

    /// {@return the slot of this name, or the empty one where it belongs}
    private static int find(ByteBuffer table, long name) {
        var mask = slots(table) - 1;
        var slot = (int) name & mask;
        while (!isEmpty(table, slot) && table.getLong(at(slot)) != name) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int at(int slot) {
        return HEADER_BYTES + slot * SLOT_BYTES;
    }

    private static int slots(ByteBuffer table) {
        return (table.capacity() - HEADER_BYTES) / SLOT_BYTES;
    }

    private static boolean isEmpty(ByteBuffer table, int slot) {
        return table.getLong(at(slot)) == 0;
    }

    private static long version(ByteBuffer table, int slot) {
        return table.getLong(at(slot) + Long.BYTES);
    }

    /// {@return 0 when none is remembered}
    private static long remembered(ByteBuffer table, long name) {
        var slot = find(table, name);
        return isEmpty(table, slot) ? 0 : version(table, slot);
    }

    private long count() {
        return table.getLong(COUNT_AT);
    }

    private static long name(String table, String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(table.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            var hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
            var name = ByteBuffer.wrap(hash).getLong();
            return name == 0 ? 1 : name;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
