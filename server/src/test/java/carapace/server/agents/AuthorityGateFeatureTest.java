package carapace.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.server.TestServer;
import carapace.server.access.Decision;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.owners.Owners;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// An act past the gate, and a decision about its agent that comes meanwhile.
class AuthorityGateFeatureTest {

    private static final Duration WAITS_WITHIN = Duration.ofSeconds(10);

    private static final String TAKE =
            "select 1 from agents.authority where handle = ? for update nowait";

    private static final String WAITING =
            """
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%from agents.authority%for update%'
            """;

    private final Database database = TestServer.part(Database.class);
    private final AuthorityRows rows = TestServer.part(AuthorityRows.class);
    private final Owners owners = TestServer.part(Owners.class);

    private Handle approved(String name) {
        try (var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name))) {
            owners.approve(agent.handle(), 1_000).orRefuse();
            return agent.handle();
        }
    }

    private void pass(Handle agent, Tx tx) {
        var authority = rows.load(agent).orElseThrow().authority();
        assertThat(TestServer.part(AuthorityGate.class).check(authority, List.of(), tx))
                .isInstanceOf(Decision.Permitted.class);
    }

    private static void take(Handle agent) throws SQLException {
        try (var admin = TestServer.superuser();
                var statement = admin.prepareStatement(TAKE)) {
            statement.setString(1, agent.value());
            statement.execute();
        }
    }

    @Test
    void holdsTheRowUntilTheActIsCommitted() throws Exception {
        var agent = approved("gate-holds");
        database.transact(
                new Caller.Agent(agent),
                tx -> {
                    pass(agent, tx);
                    assertThatThrownBy(() -> take(agent))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("could not obtain lock");
                    return true;
                });
        take(agent);
    }

    /// The freeze waits for the rotation's lock, and the rotation takes a stronger one meanwhile.
    @Test
    void aRotationPastTheGateAndAFreezeDoNotWaitForEachOther() throws Exception {
        var agent = approved("gate-both");
        try (var threads = Executors.newSingleThreadExecutor()) {
            var freeze =
                    database.transact(
                            new Caller.Agent(agent),
                            tx -> {
                                pass(agent, tx);
                                var frozen = threads.submit(() -> owners.freeze(agent));
                                awaitWaiting();
                                assertThat(rows.lock(agent, tx)).isPresent();
                                assertThat(frozen.isDone()).isFalse();
                                return frozen;
                            });
            assertThat(freeze.get(10, TimeUnit.SECONDS)).isInstanceOf(Decision.Permitted.class);
        }
    }

    private static void awaitWaiting() {
        var deadline = System.nanoTime() + WAITS_WITHIN.toNanos();
        while (TestServer.count(WAITING) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
