package carapace.server.database;

import carapace.server.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A PostgreSQL 15 of the system's packages (Debian's `postgresql-15`), run by the tests on a
/// socket in a temporary folder, with an `operator` that may create roles and nothing more.
final class ExternalCluster {

    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "only-for-tests";

    private final Path folder;
    private final PostgresProcess process;

    private ExternalCluster() {
        try {
            folder = Files.createTempDirectory("carapace-pg15");
            var password = Files.writeString(folder.resolve("password"), PASSWORD);
            run(
                    "initdb",
                    "-D",
                    data().toString(),
                    "-U",
                    SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync");
            process =
                    PostgresProcess.launch(
                            command(
                                    "postgres",
                                    "-D",
                                    data().toString(),
                                    "-c",
                                    "listen_addresses=",
                                    "-c",
                                    "unix_socket_directories=" + folder),
                            data(),
                            new PostgresLog(folder));
            if (!process.awaitReady()) {
                throw new AssertionError("PostgreSQL 15 does not start");
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            execute("create role operator login createrole password '" + PASSWORD + "'");
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    static ExternalCluster get() {
        return Holder.ONLY;
    }

    /// Starts it when first asked for.
    private static final class Holder {
        static final ExternalCluster ONLY = new ExternalCluster();
    }

    /// {@return the URL that an operator would give for a new, empty database}
    URI createDatabase(String name) {
        try {
            execute("create database " + name + " owner operator");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return url("operator", name);
    }

    URI url(String user, String database) {
        return URI.create(
                "postgresql:///%s?host=%s&user=%s&password=%s"
                        .formatted(database, folder, user, PASSWORD));
    }

    Connection superuser(String database) throws SQLException {
        return Address.onSocket(folder, database).connect(SUPERUSER, PASSWORD);
    }

    void execute(String sql) throws SQLException {
        try (var admin = superuser("postgres");
                var statement = admin.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (FolderRights.isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(Tool.POSTGRESQL_15.program().resolveSibling(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(String program, String... arguments) throws IOException {
        var process =
                new ProcessBuilder(command(program, arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(program + " failed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void stop() {
        process.stop();
        try {
            FolderRights.deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
