package carapace.server.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Held by the one server that may use a data folder. The kernel lets go of it when the process
/// ends, however it ends.
final class ServerLock implements AutoCloseable {

    private static final String FILE = "server.lock";

    private final FileChannel channel;

    private ServerLock(FileChannel channel) {
        this.channel = channel;
    }

    static ServerLock take(Path data) {
        var file = data.resolve(FILE);
        try {
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new DatabaseRefused(
                        ("another server%s uses %s: stop it first, or choose another folder"
                                        + " with --data")
                                .formatted(holder(file), data));
            }
            channel.truncate(0);
            var pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new ServerLock(channel);
        } catch (IOException e) {
            throw new DatabaseRefused("cannot lock %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// {@return whether a server uses this folder at this moment}
    static boolean isTaken(Path data) {
        var file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            throw new DatabaseRefused("cannot look at %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        var pid = Files.readString(file);
        return pid.isBlank() ? "" : " (process " + pid.strip() + ")";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot unlock", e);
        }
    }
}
