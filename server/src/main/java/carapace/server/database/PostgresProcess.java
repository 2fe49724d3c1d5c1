package carapace.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of `postgres` under its watchdog, a small shell that ends PostgreSQL when this process
/// ends, even by `kill -9`.
final class PostgresProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);

    /// Crash recovery replays at most `max_wal_size` and takes seconds; a slow disk gets minutes.
    private static final Duration READY_MAX = Duration.ofMinutes(5);

    private static final long POLL_MILLIS = 5;
    private static final long STOP_SECONDS_MAX = 20;

    private final Process watchdog;
    private final Path folder;
    private final PostgresLog log;

    private PostgresProcess(Process watchdog, Path folder, PostgresLog log) {
        this.watchdog = watchdog;
        this.folder = folder;
        this.log = log;
    }

    /// @param command `postgres` with its arguments
    /// @param folder its data
    static PostgresProcess launch(List<String> command, Path folder, PostgresLog log)
            throws IOException {
        var all = new ArrayList<String>();
        // A session of its own: Ctrl-C in a terminal must reach us only, and we stop it in order.
        all.addAll(List.of("setsid", "sh", "-c", script(), "carapace-postgres"));
        all.addAll(command);
        var process = clean(new ProcessBuilder(all).redirectErrorStream(true)).start();
        log.follow(process.getInputStream());
        return new PostgresProcess(process, folder, log);
    }

    /// Settings of the user's own PostgreSQL must not leak into ours.
    static ProcessBuilder clean(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static String script() throws IOException {
        try (InputStream script = PostgresProcess.class.getResourceAsStream("watchdog.sh")) {
            if (script == null) {
                throw new AssertionError("watchdog.sh is part of this package");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// {@return whether it takes connections; false when it ended instead}
    boolean awaitReady() throws IOException {
        var deadline = System.nanoTime() + READY_MAX.toNanos();
        while (watchdog.isAlive() && System.nanoTime() < deadline) {
            if (Postmaster.isReady(folder, watchdog.toHandle())) {
                return true;
            }
            pause();
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("interrupted while PostgreSQL was starting", e);
        }
    }

    /// Blocks until the process has ended.
    void awaitEnd() throws InterruptedException {
        watchdog.waitFor();
    }

    /// A fast shutdown: open transactions roll back, everything committed is on disk.
    void stop() {
        try {
            watchdog.getOutputStream().close();
            if (!watchdog.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("PostgreSQL does not stop; it will recover at the next start");
                watchdog.destroyForcibly();
            }
            log.awaitEnd();
        } catch (IOException e) {
            LOG.warn("cannot stop PostgreSQL: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
