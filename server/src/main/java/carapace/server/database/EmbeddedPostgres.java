package carapace.server.database;

import carapace.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL 18 run by this process: on a Unix socket only, restarted when it dies, stopped with
/// us.
final class EmbeddedPostgres implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    static final String DATABASE = "carapace";
    private static final long RESTART_PAUSE_MILLIS = 200;
    private static final long RESTART_PAUSE_MILLIS_MAX = 5_000;

    /// The watchdog of a server that died a moment ago is stopping its PostgreSQL.
    private static final Duration WATCHDOG_GRACE = Duration.ofSeconds(3);

    private static final long CLOSED_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSED_PAUSE_MILLIS = 5;

    /// SQLSTATE invalid_authorization_specification: no line of the logins file lets it in.
    private static final String NOT_LET_IN = "28000";

    /// How long backends of a killed PostgreSQL may hold its shared memory.
    private static final long LEFTOVERS_NANOS_MAX = TimeUnit.SECONDS.toNanos(15);

    private final ServerLock lock;
    private final PostgresFolder folder;
    private final Address address;
    private final List<String> command;
    private final PostgresLog log;
    private final DiskReserve reserve;
    private volatile PostgresProcess process;
    private volatile boolean closing;

    private EmbeddedPostgres(
            ServerLock lock,
            PostgresFolder folder,
            Address address,
            List<String> command,
            PostgresLog log)
            throws IOException {
        this.lock = lock;
        this.folder = folder;
        this.address = address;
        this.command = command;
        this.log = log;
        this.reserve = new DiskReserve(folder.path());
        this.process = launch();
    }

    /// @param data the server's folder, locked by nobody
    static EmbeddedPostgres start(Path data, Vault vault, Contexts contexts) {
        FolderRights.closedToWriters(data);
        var lock = ServerLock.take(data);
        try {
            var postgres = run(data, vault.password(PostgresFolder.SUPERUSER), lock);
            try {
                postgres.prepare(vault, contexts);
                Thread.ofPlatform().name("postgres-guard").daemon().start(postgres::guard);
                return postgres;
            } catch (RuntimeException e) {
                postgres.stop();
                throw e;
            }
        } catch (IOException e) {
            lock.close();
            throw new DatabaseRefused("cannot start PostgreSQL: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Runs, but neither prepared nor guarded.
    static EmbeddedPostgres run(Path data, String password, ServerLock lock) throws IOException {
        var binaries = PostgresBinaries.unpacked(data).resolve("bin");
        var folder = new PostgresFolder(data);
        if (!folder.exists()) {
            folder.create(program(binaries.resolve("initdb")), password);
        }
        Postmaster.awaitEnd(folder.path(), WATCHDOG_GRACE);
        var sockets = SocketFolder.of(data);
        var command = new ArrayList<>(program(binaries.resolve("postgres")));
        command.addAll(folder.configure());
        command.addAll(List.of("-c", "unix_socket_directories=" + quoted(sockets)));
        var log = new PostgresLog(FolderRights.ours(data.resolve("logs")));
        return new EmbeddedPostgres(
                lock, folder, Address.onSocket(sockets, DATABASE), List.copyOf(command), log);
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own root is nobody there, and
    /// still owns the files.
    private static List<String> program(Path program) {
        return FolderRights.isRoot()
                ? List.of("unshare", "-U", program.toString())
                : List.of(program.toString());
    }

    private static String quoted(Path folder) {
        return '"' + folder.toString().replace("\"", "\"\"") + '"';
    }

    private PostgresProcess launch() throws IOException {
        var deadline = System.nanoTime() + LEFTOVERS_NANOS_MAX;
        while (true) {
            var launched = PostgresProcess.launch(command, folder.path(), log);
            if (launched.awaitReady()) {
                return launched;
            }
            launched.stop();
            if (!blockedByLeftovers() || System.nanoTime() > deadline) {
                throw new DatabaseRefused(
                        ("PostgreSQL does not start on %s; the folder was left as it is."
                                        + " It said:%n%s")
                                .formatted(folder.path(), String.join("\n", log.last())));
            }
            pause(RESTART_PAUSE_MILLIS);
        }
    }

    private boolean blockedByLeftovers() {
        return log.last().stream()
                .anyMatch(line ->
                        line.contains("pre-existing shared memory block")
                                || line.contains("\"postmaster.pid\" already exists"));
    }

    private void prepare(Vault vault, Contexts contexts) {
        var password = vault.password(PostgresFolder.SUPERUSER);
        Login admin = name -> address.named(name).connect(PostgresFolder.SUPERUSER, password);
        Bootstrap.createDatabase(admin);
        Bootstrap.prepare(admin, address, vault, contexts);
        closeTo(admin);
    }

    /// Returns once the superuser is no longer let in.
    private void closeTo(Login admin) {
        try {
            folder.closeToSuperuser();
            Postmaster.reload(folder.path());
        } catch (IOException e) {
            throw new DatabaseRefused("cannot close the superuser's login: " + e.getMessage(), e);
        }
        var deadline = System.nanoTime() + CLOSED_NANOS_MAX;
        while (letsIn(admin)) {
            if (System.nanoTime() > deadline) {
                throw new DatabaseRefused("PostgreSQL does not close the superuser's login");
            }
            pause(CLOSED_PAUSE_MILLIS);
        }
    }

    private static boolean letsIn(Login login) {
        try (var _ = login.to(DATABASE)) {
            return true;
        } catch (SQLException e) {
            return !NOT_LET_IN.equals(e.getSQLState());
        }
    }

    private void guard() {
        var pause = RESTART_PAUSE_MILLIS;
        while (!closing) {
            try {
                process.awaitEnd();
                if (closing) {
                    return;
                }
                LOG.error("PostgreSQL ended unexpectedly; starting it again");
                Postmaster.awaitEnd(folder.path(), Duration.ZERO);
                replace();
                pause = RESTART_PAUSE_MILLIS;
            } catch (IOException | DatabaseRefused e) {
                LOG.error("cannot start PostgreSQL again: {}", e.getMessage());
                pause(pause);
                pause = Math.min(2 * pause, RESTART_PAUSE_MILLIS_MAX);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void replace() throws IOException {
        if (!closing) {
            process = launch();
            LOG.info("PostgreSQL is back");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("interrupted while starting PostgreSQL", e);
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public String description() {
        return "embedded PostgreSQL 18";
    }

    @Override
    public void requireRoom() {
        reserve.require();
    }

    @Override
    public void close() {
        closing = true;
        stop();
        lock.close();
    }

    /// Not while a new one is being launched: it would outlive us.
    private synchronized void stop() {
        process.stop();
        try {
            // Only when its watchdog was killed a moment ago.
            Postmaster.awaitEnd(folder.path(), Duration.ZERO);
        } catch (IOException | DatabaseRefused e) {
            LOG.warn("cannot stop PostgreSQL: {}", e.getMessage());
        }
    }
}
