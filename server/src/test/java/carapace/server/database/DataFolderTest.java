package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A data folder that is not ours to use is refused with a reason, and left as it was.
class DataFolderTest {

    private static final Path DATA = folder();
    private static final Path DATABASE = DATA.resolve("database");
    private static final Vault VAULT = Vault.create(DATA.resolve("vault"));

    private static Path folder() {
        try {
            return Files.createTempDirectory("carapace-folder");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void fill() {
        start(VAULT).close();
    }

    @AfterAll
    static void remove() throws IOException {
        FolderRights.deleteTree(DATA);
    }

    private static Database start(Vault vault) {
        return Database.start(DatabaseOptions.embedded(DATA), vault, Clock.systemUTC());
    }

    private static void refusedAndUntouched(Vault vault, String... words) throws IOException {
        var before = contents();
        assertThatThrownBy(() -> start(vault))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContainingAll(words);
        assertThat(contents()).isEqualTo(before);
    }

    /// Size and time of change of what a repair would touch first.
    private static Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        for (var name : new String[] {"PG_VERSION", "global/pg_control", "base", "pg_wal"}) {
            var file = DATABASE.resolve(name);
            contents.put(
                    name,
                    Files.exists(file)
                            ? Files.size(file) + " " + Files.getLastModifiedTime(file)
                            : "none");
        }
        return contents;
    }

    private static void whileMoved(Path file, Body body) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".aside");
        Files.move(file, aside);
        try {
            body.run();
        } finally {
            Files.deleteIfExists(file);
            Files.move(aside, file);
        }
    }

    private interface Body {
        void run() throws IOException;
    }

    @Test
    void ofANewerPostgres() throws IOException {
        var version = DATABASE.resolve("PG_VERSION");
        whileMoved(
                version,
                () -> {
                    Files.writeString(version, "19\n");
                    refusedAndUntouched(VAULT, "made by PostgreSQL 19", "this server has 18");
                });
    }

    @Test
    void withoutItsControlFile() throws IOException {
        whileMoved(
                DATABASE.resolve("global/pg_control"),
                () -> refusedAndUntouched(VAULT, "not a complete PostgreSQL folder"));
    }

    @Test
    void withADamagedControlFile() throws IOException {
        var control = DATABASE.resolve("global/pg_control");
        whileMoved(
                control,
                () -> {
                    Files.write(control, new byte[8_192]);
                    Files.setPosixFilePermissions(
                            control, PosixFilePermissions.fromString("rw-------"));
                    refusedAndUntouched(VAULT, "does not start", "incompatible with server");
                });
    }

    @Test
    void thatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(DATABASE, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            refusedAndUntouched(VAULT, "does not start", "invalid permissions");
        } finally {
            Files.setPosixFilePermissions(DATABASE, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void withSomethingElseInIt() throws IOException {
        var other = Files.createTempDirectory("carapace-other");
        var vault = Vault.create(other.resolve("vault"));
        Files.createDirectories(other.resolve("database"));
        Files.writeString(other.resolve("database/letters.txt"), "mine");
        assertThatThrownBy(() ->
                        Database.start(DatabaseOptions.embedded(other), vault, Clock.systemUTC()))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("not a complete PostgreSQL folder");
        assertThat(other.resolve("database/letters.txt")).hasContent("mine");
        FolderRights.deleteTree(other);
    }

    @Test
    void ofAnotherVault() throws IOException {
        var other = Vault.create(DATA.resolve("other-vault"));
        assertThatThrownBy(() -> start(other))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("refused the administrator's login");
    }

    @Test
    void ofANewerCarapace() throws SQLException, IOException {
        asOwner(
                """
                insert into migrations.history (installed_rank, version, description, type, script,
                    checksum, installed_by, execution_time, success)
                values (999, '999', 'from the future', 'SQL', 'V999__future.sql', 1, 'x', 1, true)
                """,
                "comment on schema migrations is null");
        try {
            assertThatThrownBy(() -> start(VAULT))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContainingAll("another version of Carapace made this schema", "999");
        } finally {
            asOwner("delete from migrations.history where version = '999'");
        }
        start(VAULT).close();
    }

    /// In a PostgreSQL started for this, since a refused start leaves none running.
    private static void asOwner(String... statements) throws SQLException, IOException {
        var password = VAULT.password(PostgresFolder.SUPERUSER);
        try (var server = EmbeddedPostgres.run(DATA, password, ServerLock.take(DATA));
                var admin = server.address().connect(PostgresFolder.SUPERUSER, password)) {
            for (var sql : statements) {
                try (var statement = admin.prepareStatement(sql)) {
                    statement.execute();
                }
            }
        }
    }
}
