package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Handle;
import carapace.server.Needs;
import carapace.server.Tool;
import carapace.server.vault.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server on somebody else's PostgreSQL accepts, explains and refuses.
@Needs(Tool.POSTGRESQL_15)
class ExternalPostgresTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void needsPostgres() {
        // The cluster's roles get their passwords from this vault.
        Postgres.EXTERNAL_15.database();
    }

    private static Database start(URI url, Vault vault, Clock clock) {
        var options = new DatabaseOptions(folder, Optional.of(url));
        return Database.start(options, vault, clock);
    }

    private static Database start(URI url) {
        return start(url, TestDatabase.vault(), Clock.systemUTC());
    }

    @Test
    void twoNodesShareADatabase() {
        var url = ExternalCluster.get().createDatabase("two_nodes");
        try (var one = start(url);
                var other = start(url)) {
            var once = new Once(new byte[32], Instant.now().plusSeconds(60));
            var ada = new Caller.Agent(new Handle("ada"));
            one.spend(ada, once);
            assertThatThrownBy(() -> other.spend(ada, once)).isInstanceOf(OnceSpent.class);
            assertThat(one.description()).startsWith("external PostgreSQL at postgresql:///");
            assertThat(one.description()).doesNotContain("password");
        }
    }

    @Test
    void refusesADatabaseOfAnotherVault() {
        var url = ExternalCluster.get().createDatabase("other_vault");
        start(url).close();
        var other = Vault.create(folder.resolve("vault"));
        assertThatThrownBy(() -> start(url, other, Clock.systemUTC()))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("belongs to another vault");
        // Nothing was changed: the first vault's passwords still work.
        start(url).close();
    }

    @Test
    void saysWhichRightsAreMissing() throws SQLException {
        var cluster = ExternalCluster.get();
        cluster.createDatabase("no_rights");
        cluster.execute("create role nobody_special login password 'only-for-tests'");
        assertThatThrownBy(() -> start(cluster.url("nobody_special", "no_rights")))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("createrole");
    }

    @Test
    void refusesAWrongPassword() {
        var url = ExternalCluster.get().createDatabase("wrong_password").toString();
        assertThatThrownBy(() -> start(URI.create(url.replace("only-for-tests", "wrong"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("refused the administrator's login");
    }

    @Test
    void refusesRolesThatAreTooStrong() throws SQLException {
        var cluster = ExternalCluster.get();
        var url = cluster.createDatabase("too_strong");
        cluster.execute("alter role carapace_app bypassrls");
        try {
            assertThatThrownBy(() -> start(url))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("more rights than it may have");
        } finally {
            cluster.execute("alter role carapace_app nobypassrls");
        }
    }

    @Test
    void refusesClocksThatDiffer() {
        var url = ExternalCluster.get().createDatabase("clocks");
        var wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
        assertThatThrownBy(() -> start(url, TestDatabase.vault(), wrong))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("clocks");
    }

    @Test
    void refusesAnotherEncoding() throws SQLException {
        var cluster = ExternalCluster.get();
        cluster.execute(
                """
                create database latin owner operator encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'
                    template template0
                """);
        assertThatThrownBy(() -> start(cluster.url("operator", "latin")))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("UTF8");
    }

    @Test
    void saysWhenNobodyAnswers() {
        assertThatThrownBy(() -> start(URI.create("postgresql://127.0.0.1:1/n?user=x&password=y")))
                .isInstanceOf(DatabaseRefused.class);
    }
}
