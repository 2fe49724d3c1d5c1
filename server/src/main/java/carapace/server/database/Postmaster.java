package carapace.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `postmaster.pid` says about a PostgreSQL that runs, or ran, on a data folder.
///
/// Its lines: process, data folder, start, port, socket folder, listen address, shared memory,
/// state.
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final String FILE = "postmaster.pid";
    private static final int SOCKET_FOLDER_LINE = 4;
    private static final int STATE_LINE = 7;

    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private Postmaster() {}

    /// {@return the lines, none when there is no such file}
    static List<String> read(Path folder) throws IOException {
        try {
            return Files.readAllLines(folder.resolve(FILE));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /// Where the PostgreSQL that runs on this folder listens.
    static Optional<Path> socketFolder(Path folder) throws IOException {
        var lines = read(folder);
        return lines.size() > SOCKET_FOLDER_LINE
                ? Optional.of(Path.of(lines.get(SOCKET_FOLDER_LINE)))
                : Optional.empty();
    }

    /// Waits for a PostgreSQL that lost its server or its watchdog, and stops it when it has not
    /// stopped by itself. The caller holds the server's lock, so nobody else uses it.
    ///
    /// @param grace for a watchdog that has just asked it to stop
    static void awaitEnd(Path folder, Duration grace) throws IOException {
        var left = running(folder);
        if (left.isEmpty() || ended(left.get(), grace)) {
            return;
        }
        LOG.warn("stopping a PostgreSQL that was left alone");
        signal(left.get(), "INT");
        if (!ended(left.get(), STOP_MAX)) {
            throw new DatabaseRefused(
                    "an earlier PostgreSQL (process %d) does not stop: end it first"
                            .formatted(left.get().pid()));
        }
    }

    /// Has the PostgreSQL that runs on this folder read its settings again. It does so a moment
    /// later.
    static void reload(Path folder) throws IOException {
        var process = running(folder);
        if (process.isPresent()) {
            signal(process.get(), "HUP");
        }
    }

    /// {@return whether it takes connections and is a child of this process}
    static boolean isReady(Path folder, ProcessHandle parent) throws IOException {
        var lines = read(folder);
        // A killed PostgreSQL leaves its file behind, with the state that it had.
        return lines.size() > STATE_LINE
                && lines.get(STATE_LINE).strip().equals("ready")
                && process(lines).flatMap(ProcessHandle::parent).equals(Optional.of(parent));
    }

    private static Optional<ProcessHandle> process(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    }

    private static Optional<ProcessHandle> running(Path folder) throws IOException {
        return process(read(folder)).filter(process -> isPostgresOn(process, folder));
    }

    /// After a reboot the number may belong to any other program.
    private static boolean isPostgresOn(ProcessHandle process, Path folder) {
        var command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(folder.toString());
    }

    private static boolean ended(ProcessHandle process, Duration within) {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("waiting for a process cannot fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void signal(ProcessHandle process, String signal) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, process.pid()))
                .start()
                .onExit()
                .join();
    }
}
