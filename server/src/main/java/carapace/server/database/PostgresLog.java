package carapace.server.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the embedded PostgreSQL says, kept in `postgres.log` and one older file, together at most
/// eight MiB.
final class PostgresLog {

    private static final String FILE = "postgres.log";
    private static final long FILE_BYTES_MAX = 4L << 20;
    private static final int REMEMBERED_LINES = 20;
    private static final Duration END_MAX = Duration.ofSeconds(2);

    private final Path file;
    private final Deque<String> last = new ArrayDeque<>();
    private volatile @Nullable Thread reader;

    PostgresLog(Path folder) {
        file = folder.resolve(FILE);
    }

    /// Reads until the process ends. Must never stop early: a full pipe would stop PostgreSQL.
    void follow(InputStream output) {
        reader = Thread.ofPlatform().name("postgres-log").daemon().start(() -> copy(output));
    }

    /// Waits until everything is read that a process said before it ended.
    void awaitEnd() throws InterruptedException {
        var current = reader;
        if (current != null) {
            current.join(END_MAX);
        }
    }

    /// {@return the last lines, oldest first}
    List<String> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private void copy(InputStream output) {
        try (var lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                write(line);
            }
        } catch (IOException e) {
            remember("the log ended: " + e.getMessage());
        }
    }

    private void remember(String line) {
        synchronized (last) {
            if (last.size() == REMEMBERED_LINES) {
                last.removeFirst();
            }
            last.addLast(line);
        }
    }

    /// A full disk must not end the reading.
    private void write(String line) {
        try {
            if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
                Files.move(
                        file,
                        file.resolveSibling(FILE + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            remember("cannot write " + file + ": " + e.getMessage());
        }
    }
}
