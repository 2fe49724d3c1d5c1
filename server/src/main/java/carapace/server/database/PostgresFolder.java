package carapace.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The data of the embedded PostgreSQL, `D/database`: made once, complete or not at all; refused
/// when it is not ours to use, and never repaired by guess.
final class PostgresFolder {

    static final String SUPERUSER = "carapace_admin";

    private static final String MAJOR = "18";
    private static final int INIT_SECONDS_MAX = 120;

    /// Everything that we set, in a file that is written at each start; what `initdb` wrote into
    /// `postgresql.conf` is not read. Statements and their values never reach the log.
    private static final String CONFIGURATION =
            """
            listen_addresses = ''
            unix_socket_permissions = 0700
            password_encryption = 'scram-sha-256'
            allow_alter_system = off
            max_connections = 60
            shared_buffers = '128MB'
            work_mem = '8MB'
            maintenance_work_mem = '64MB'
            max_wal_size = '1GB'
            jit = off
            max_parallel_workers_per_gather = 0
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            timezone = 'UTC'
            datestyle = 'iso, ymd'
            default_text_search_config = 'pg_catalog.english'
            logging_collector = off
            log_destination = 'stderr'
            log_line_prefix = '%m [%p] '
            log_timezone = 'UTC'
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_statement = none
            log_min_duration_statement = -1
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """;

    static final String LOGINS_FILE = "carapace_hba.conf";

    /// One way in: the socket, with a password. The superuser comes in only while the database is
    /// made ready: later nobody needs it, and it could read every file of the user that we run as.
    private static final String LOGINS_AT_START = "local all all scram-sha-256\n";

    private static final String LOGINS =
            "local carapace carapace_app,carapace_reader scram-sha-256\n";

    private final Path folder;

    PostgresFolder(Path data) {
        folder = data.resolve("database");
    }

    Path path() {
        return folder;
    }

    /// @throws DatabaseRefused when something other than our PostgreSQL 18 lies there
    boolean exists() {
        if (!Files.exists(folder)) {
            return false;
        }
        var version = folder.resolve("PG_VERSION");
        if (!Files.isRegularFile(version)
                || !Files.isRegularFile(folder.resolve("global/pg_control"))) {
            throw new DatabaseRefused(
                    ("%s is not a complete PostgreSQL folder: restore it from a backup, or move it"
                                    + " away to start empty; it was left as it is")
                            .formatted(folder));
        }
        requireOurVersion(version);
        return true;
    }

    private void requireOurVersion(Path file) {
        try {
            var version = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!version.equals(MAJOR)) {
                throw new DatabaseRefused(
                        ("%s was made by PostgreSQL %s, this server has %s: use the server that"
                                        + " made it, or dump and restore; it was left as it is")
                                .formatted(folder, version, MAJOR));
            }
        } catch (IOException e) {
            throw new DatabaseRefused("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Makes the folder beside its place and moves it there when it is complete and on disk.
    void create(List<String> initdb, String password) throws IOException {
        var fresh = folder.resolveSibling("database.new");
        // Left by a server that died while making it; nothing in it was ever in use.
        FolderRights.deleteTree(fresh);
        var secret = passwordFile(password);
        try {
            run(
                    initdb,
                    List.of(
                            "-D",
                            fresh.toString(),
                            "-U",
                            SUPERUSER,
                            "--pwfile=" + secret,
                            "--auth=scram-sha-256",
                            "--data-checksums",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C"));
        } finally {
            Files.delete(secret);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path passwordFile(String password) throws IOException {
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var file = Files.createTempFile(folder.getParent(), "initdb", "", ownerOnly);
        return Files.writeString(file, password);
    }

    private static void run(List<String> initdb, List<String> arguments) throws IOException {
        var command = new java.util.ArrayList<>(initdb);
        command.addAll(arguments);
        var process =
                PostgresProcess.clean(new ProcessBuilder(command).redirectErrorStream(true))
                        .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(INIT_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new DatabaseRefused("initdb failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("interrupted while making the database", e);
        }
    }

    /// {@return the arguments with which `postgres` uses this folder and our settings}
    List<String> configure() throws IOException {
        var logins = Files.writeString(folder.resolve(LOGINS_FILE), LOGINS_AT_START);
        var settings = Files.writeString(folder.resolve("carapace.conf"), CONFIGURATION);
        return List.of(
                "-D",
                folder.toString(),
                "-c",
                "config_file=" + settings,
                "-c",
                "hba_file=" + logins);
    }

    /// Keeps the superuser out, once PostgreSQL reads its settings again.
    void closeToSuperuser() throws IOException {
        Files.writeString(folder.resolve(LOGINS_FILE), LOGINS);
    }
}
