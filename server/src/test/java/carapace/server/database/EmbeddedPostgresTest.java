package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Life, death and refusals of the embedded PostgreSQL, each on a data folder of its own.
class EmbeddedPostgresTest {

    private static final String ONE = "select 1";

    private final Path data;
    private final Vault vault;

    EmbeddedPostgresTest() throws IOException {
        data = Files.createTempDirectory("carapace-pg");
        vault = Vault.create(data.resolve("vault"));
    }

    @AfterEach
    void removeFolder() throws IOException {
        FolderRights.deleteTree(data);
    }

    private Database start() {
        return Database.start(DatabaseOptions.embedded(data), vault, Clock.systemUTC());
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Postmaster.read(data.resolve("database")).getFirst().strip());
    }

    /// A backend may answer once more after its postmaster was killed, so an answer alone does not
    /// show that another one runs; that one starts only when no such backend is left.
    private void awaitAnotherThan(long killed) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        var folder = data.resolve("database");
        while (Postmaster.read(folder).isEmpty() || postmaster() == killed) {
            assertThat(System.nanoTime()).as("still no other PostgreSQL").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static void answers(Database database) {
        assertThat(database.one(Caller.node(), ONE, row -> row.intValue(1))).contains(1);
    }

    private static void answersWithin(Duration time, Database database)
            throws InterruptedException {
        var deadline = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                answers(database);
                return;
            } catch (DatabaseUnavailable e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static void kill(long process) throws Exception {
        signal("KILL", process);
    }

    private static void signal(String signal, long process) throws Exception {
        var sent = new ProcessBuilder("kill", "-" + signal, Long.toString(process)).start();
        assertThat(sent.waitFor()).isZero();
    }

    @Test
    void listensOnItsSocketOnlyAndDemandsPasswords() throws Exception {
        try (var database = start()) {
            answers(database);
            assertThat(database.description()).isEqualTo("embedded PostgreSQL 18");
            assertThat(database.url().toString()).startsWith("postgresql:///carapace?host=");
            try (var admin = admin();
                    var settings =
                            admin.prepareStatement(
                                    """
                                    select name || '=' || setting from pg_settings where name in (
                                        'listen_addresses', 'unix_socket_permissions', 'fsync',
                                        'data_checksums', 'password_encryption', 'server_encoding',
                                        'synchronous_commit', 'full_page_writes')
                                    """);
                    var rows = settings.executeQuery()) {
                var seen = new java.util.TreeSet<String>();
                while (rows.next()) {
                    seen.add(rows.getString(1));
                }
                assertThat(seen)
                        .containsExactly(
                                "data_checksums=on",
                                "fsync=on",
                                "full_page_writes=on",
                                "listen_addresses=",
                                "password_encryption=scram-sha-256",
                                "server_encoding=UTF8",
                                "synchronous_commit=on",
                                "unix_socket_permissions=0700");
            }
            var address = Address.onSocket(data.resolve("run"), "carapace");
            for (var role : new String[] {PostgresFolder.SUPERUSER, Pools.APP, Pools.READER}) {
                for (var password : new String[] {"", "guess", role}) {
                    assertThatThrownBy(() -> address.connect(role, password).close())
                            .isInstanceOf(SQLException.class);
                }
            }
        }
    }

    private java.sql.Connection admin() throws SQLException {
        return SuperuserLogin.connect(data, "carapace", vault.password(PostgresFolder.SUPERUSER));
    }

    @Test
    void letsNoSuperuserInOnceItIsReady() throws Exception {
        var password = vault.password(PostgresFolder.SUPERUSER);
        var address = Address.onSocket(data.resolve("run"), "carapace");
        try (var database = start()) {
            answers(database);
            refused(address, PostgresFolder.SUPERUSER, password);
            refused(address.named("postgres"), PostgresFolder.SUPERUSER, password);
            refused(address.named("postgres"), Pools.APP, vault.password(Pools.APP));
            address.connect(Pools.APP, vault.password(Pools.APP)).close();
            var killed = postmaster();
            kill(killed);
            awaitAnotherThan(killed);
            answersWithin(Duration.ofSeconds(20), database);
            refused(address, PostgresFolder.SUPERUSER, password);
        }
    }

    private static void refused(Address address, String role, String password) {
        assertThatThrownBy(() -> address.connect(role, password).close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void stopsWithTheServerAndStartsAgain() throws Exception {
        long process;
        try (var database = start()) {
            process = postmaster();
            answers(database);
        }
        assertThat(ProcessHandle.of(process)).isEmpty();
        try (var database = start()) {
            answers(database);
        }
    }

    @Test
    void comesBackWhenItIsKilledAndForgetsNoCommit() throws Exception {
        try (var database = start()) {
            try (var admin = admin();
                    var table =
                            admin.prepareStatement("create table public.kept as select 7 as n")) {
                table.execute();
            }
            var killed = postmaster();
            kill(killed);
            awaitAnotherThan(killed);
            answersWithin(Duration.ofSeconds(20), database);
            try (var admin = admin();
                    var kept = admin.prepareStatement("select n from public.kept");
                    var rows = kept.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void comesBackWhenItsWatchdogIsKilled() throws Exception {
        try (var database = start()) {
            var lonely = ProcessHandle.of(postmaster()).orElseThrow();
            kill(lonely.parent().orElseThrow().pid());
            lonely.onExit().get(20, TimeUnit.SECONDS);
            answersWithin(Duration.ofSeconds(20), database);
        }
        assertThat(Postmaster.read(data.resolve("database"))).isEmpty();
    }

    @Test
    void diesWithAServerThatIsKilled() throws Exception {
        var server = otherServer();
        try {
            var postmaster = ProcessHandle.of(postmaster()).orElseThrow();
            kill(server.pid());
            postmaster.onExit().get(10, TimeUnit.SECONDS);
            assertThat(postmaster.isAlive()).isFalse();
        } finally {
            server.destroyForcibly();
        }
        try (var database = start()) {
            answers(database);
        }
    }

    @Test
    void refusesASecondServer() throws Exception {
        try (var _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("another server")
                    .hasMessageContaining("--data");
        }
        var server = otherServer();
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("process " + server.pid());
            try (var joined =
                    Database.join(DatabaseOptions.embedded(data), vault, Clock.systemUTC())) {
                answers(joined);
            }
            assertThat(server.isAlive()).isTrue();
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
    }

    /// A server in a process of its own, ready.
    private Process otherServer() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherServer.class.getName(),
                                data.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    @Test
    void takesOverWhatAKilledServerAndWatchdogLeft() throws Exception {
        var server = otherServer();
        var left = ProcessHandle.of(postmaster()).orElseThrow();
        var watchdog = left.parent().orElseThrow();
        // Both halves of the watchdog, stopped first so that neither can do its duty.
        var halves =
                Stream.concat(Stream.of(watchdog), watchdog.children().filter(p -> !p.equals(left)))
                        .toList();
        for (var half : halves) {
            signal("STOP", half.pid());
        }
        kill(server.pid());
        server.waitFor();
        for (var half : halves) {
            kill(half.pid());
        }
        assertThat(left.isAlive()).isTrue();
        try (var database = start()) {
            answers(database);
            assertThat(left.isAlive()).isFalse();
        }
    }

    @Test
    void listensElsewhereWhenThePathIsTooLongForASocket() throws Exception {
        var deep = data.resolve("d".repeat(120));
        var deepVault = Vault.create(deep.resolve("vault"));
        Files.setPosixFilePermissions(
                deep, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        try (var database =
                Database.start(DatabaseOptions.embedded(deep), deepVault, Clock.systemUTC())) {
            answers(database);
            assertThat(database.url().toString()).doesNotContain("ddddd");
        }
    }

    @Test
    void itsLogHoldsNeitherStatementsNorValues() throws Exception {
        try (var database = start()) {
            for (var failing :
                    new String[] {
                        "select ?::integer",
                        "select 1 from pg_class where relname = ? and 1/0 = 1",
                        "select pg_catalog.no_such_function(?)"
                    }) {
                assertThatThrownBy(() ->
                                database.list(
                                        Caller.node(),
                                        failing,
                                        row -> row.intValue(1),
                                        "canary-value"))
                        .isInstanceOf(IllegalStateException.class)
                        .message()
                        .doesNotContain("canary-value", "no_such");
            }
        }
        assertThat(data.resolve("logs/postgres.log"))
                .content()
                .contains("ready to accept connections")
                .doesNotContain("canary-value", "no_such_function");
    }
}
