package carapace.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException.Refused;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import carapace.server.vault.SealedRow;
import carapace.server.vault.Vault;
import carapace.server.vault.VersionMemory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Somebody who can write to the database puts an authority row back as it was, with the seal that
/// was true then.
class RolledBackAuthorityFeatureTest {

    private static final int READERS = 4;
    private static final int CHANGES = 100;
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(5);

    private static final String SAVE =
            "create table public.saved as select * from agents.authority where handle = ?";

    private static final String VERSION = "select version from agents.authority where handle = ?";

    private static final String PUT_BACK =
            """
            update agents.authority a
            set status = s.status, signing = s.signing, access = s.access, owner = s.owner,
                hourly_budget = s.hourly_budget, version = s.version, seal = s.seal
            from public.saved s where a.handle = s.handle and a.handle = ?
            """;

    /// The attacker can make every node forget what it remembers of the row.
    private static final String TELL = "select pg_notify('carapace', 'authority ' || ?)";

    private final Owners owners = TestServer.part(Owners.class);

    @AfterEach
    void clean() throws SQLException {
        run("drop table if exists public.saved");
    }

    private static void run(String sql, String... params) throws SQLException {
        try (var admin = TestServer.superuser();
                var statement = admin.prepareStatement(sql)) {
            for (var i = 0; i < params.length; i++) {
                statement.setString(i + 1, params[i]);
            }
            statement.execute();
        }
    }

    private Agent approved(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        owners.approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    /// Until the server has seen the row's present version by itself.
    private static void awaitRemembered(String handle) throws Exception {
        var memory = TestServer.part(VersionMemory.class);
        var older = SealedRow.of(AuthorityRows.TABLE, handle).version(version(handle) - 1);
        var deadline = System.nanoTime() + HEARD_WITHIN.toNanos();
        while (memory.isLatest(older)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static long version(String handle) throws SQLException {
        try (var admin = TestServer.superuser();
                var statement = admin.prepareStatement(VERSION)) {
            statement.setString(1, handle);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void doesNotUndoAFreeze() throws Exception {
        try (var agent = approved("rolled-freeze")) {
            agent.post("general", "Before", "text");
            run(SAVE, "rolled-freeze");
            owners.freeze(agent.handle()).orRefuse();
            awaitRemembered("rolled-freeze");

            run(PUT_BACK, "rolled-freeze");
            run(TELL, "rolled-freeze");

            assertThatThrownBy(() -> agent.post("general", "After", "text"))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void doesNotReviveARevokedKey() throws Exception {
        var home = AgentHome.inMemory();
        try (var agent = Agent.create(home, TestServer.url(), new Handle("rolled-keys"))) {
            owners.approve(agent.handle(), 1_000).orRefuse();
            run(SAVE, "rolled-keys");
            agent.rotateKeys(Duration.ZERO);
            awaitRemembered("rolled-keys");

            run(PUT_BACK, "rolled-keys");
            run(TELL, "rolled-keys");

            var rows = TestServer.part(AuthorityRows.class);
            assertThat(rows.load(agent.handle())).isEmpty();
            assertThatThrownBy(() -> agent.post("general", "After", "text"))
                    .isInstanceOf(Refused.class);
        }
    }

    /// A row that is read while its next version is committed and remembered is old, not put back.
    @Test
    void believesRowsThatChangeWhileTheyAreRead() throws Exception {
        try (var agent = approved("rolled-busy")) {
            var rows = TestServer.part(AuthorityRows.class);
            var stop = new AtomicBoolean();
            try (var threads = Executors.newFixedThreadPool(READERS)) {
                var doubted = new ArrayList<Future<Integer>>();
                for (var i = 0; i < READERS; i++) {
                    doubted.add(
                            threads.submit(() -> {
                                var count = 0;
                                while (!stop.get()) {
                                    count += rows.load(agent.handle()).isEmpty() ? 1 : 0;
                                }
                                return count;
                            }));
                }
                for (var i = 0; i < CHANGES; i++) {
                    owners.freeze(agent.handle()).orRefuse();
                    owners.unfreeze(agent.handle()).orRefuse();
                }
                stop.set(true);
                for (var count : doubted) {
                    assertThat(count.get()).isZero();
                }
            }
        }
    }

    /// Otherwise whoever takes the handle next would speak in the name that others know.
    @Test
    void doesNotGiveAHandleAwayWhoseRowsWereRemoved() throws Exception {
        try (var agent = approved("rolled-gone")) {
            agent.post("general", "Before", "text");
            awaitRemembered("rolled-gone");

            run("delete from agents.authority where handle = ?", "rolled-gone");
            run("delete from agents.profiles where handle = ?", "rolled-gone");
            run("delete from ledger.heads where agent = ?", "rolled-gone");
            run("delete from ledger.records where agent = ?", "rolled-gone");
            run(TELL, "rolled-gone");

            var home = AgentHome.inMemory();
            assertThatThrownBy(() -> Agent.create(home, TestServer.url(), agent.handle()))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("taken");
        }
    }

    /// The seal alone would let the old row pass: it is the memory that does not.
    @Test
    void theSealAloneWouldNotTell() throws Exception {
        try (var agent = approved("rolled-seal")) {
            var rows = TestServer.part(AuthorityRows.class);
            var before = rows.load(agent.handle()).orElseThrow();
            owners.freeze(agent.handle()).orRefuse();
            var vault = TestServer.part(Vault.class);
            assertThat(vault.holds(before.sealed(), vault.seal(before.sealed()))).isTrue();
        }
    }
}
