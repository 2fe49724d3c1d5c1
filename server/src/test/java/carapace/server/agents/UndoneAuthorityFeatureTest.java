package carapace.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException;
import carapace.client.access.CarapaceException.Refused;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.TestServer;
import carapace.server.access.AgentStatus;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import carapace.server.vault.VersionMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/// Somebody who can write to the database puts an authority row back before its change is even
/// committed, by a trigger, or while nobody hears.
class UndoneAuthorityFeatureTest {

    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

    private static final String SAVE =
            """
            create table public.kept as select * from agents.authority where handle = '%s'
            """;

    /// The first condition keeps the trigger from answering itself.
    private static final String BACK =
            """
            create function public.back() returns trigger language plpgsql security definer as $$
            begin
                update agents.authority a set status = k.status, signing = k.signing,
                    access = k.access, owner = k.owner, hourly_budget = k.hourly_budget,
                    version = k.version, seal = k.seal
                from public.kept k where a.handle = k.handle and a.version <> k.version;
                return null;
            end $$
            """;

    private static final String TRAP =
            """
            create constraint trigger trap after update on agents.authority
                deferrable initially deferred for each row execute function public.back()
            """;

    private static final List<String> CLEAN =
            List.of(
                    "drop trigger if exists trap on agents.authority",
                    "drop function if exists public.back()",
                    "drop table if exists public.kept");

    @TempDir private Path folder;

    private final Owners owners = TestServer.part(Owners.class);
    private final List<RowRolledBack> noticed = new CopyOnWriteArrayList<>();
    private final ApplicationListener<PayloadApplicationEvent<RowRolledBack>> listener =
            event -> noticed.add(event.getPayload());

    @BeforeEach
    void listen() {
        TestServer.part(ApplicationEventMulticaster.class).addApplicationListener(listener);
    }

    @AfterEach
    void clean() {
        TestServer.part(ApplicationEventMulticaster.class).removeApplicationListener(listener);
        CLEAN.forEach(TestServer::change);
    }

    private Agent approved(AgentHome home, String name) {
        var agent = Agent.create(home, TestServer.url(), new Handle(name));
        owners.approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    private static void trap(String handle) {
        TestServer.change(SAVE.formatted(handle));
        TestServer.change(BACK);
        TestServer.change(TRAP);
    }

    private void isNoticed(String handle) {
        assertThat(noticed).contains(new RowRolledBack(AuthorityRows.TABLE, handle));
    }

    @Test
    void theServerDoesNotAnswerThatItFrozeWhatATriggerHasUndone() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-freeze")) {
            agent.post("general", "Before", "text");
            trap("undone-freeze");

            assertThatThrownBy(() -> owners.freeze(agent.handle()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("undone-freeze");

            isNoticed("undone-freeze");
            assertThatThrownBy(() -> agent.post("general", "After", "text"))
                    .isInstanceOf(Refused.class);
        }
    }

    /// The desk is another process: the server learns from the vault alone what it has written.
    @Test
    void nothingIsAcceptedFromWhomTheDeskFrozeInVain() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-desk");
                var desk =
                        OperatorDesk.open(TestServer.data(), Optional.empty(), Optional.empty())) {
            agent.post("general", "Before", "text");
            trap("undone-desk");

            assertThatThrownBy(() -> desk.owners().freeze(agent.handle()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("undone-desk");

            assertThatThrownBy(() -> agent.post("general", "After", "text"))
                    .isInstanceOf(Refused.class);
        }
    }

    /// Had the desk's notification been lost, the server would still have what it read before.
    @Test
    void theGateKnowsBetterThanWhatWasReadBefore() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-silent")) {
            agent.post("general", "Before", "text");
            var row = row(agent);

            VersionMemory.open(TestServer.data().resolve("vault"))
                    .remember(row.withStatus(AgentStatus.FROZEN).sealed());

            assertThatThrownBy(() -> agent.post("general", "After", "text"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("does not hold");
        }
    }

    @Test
    void noKeyThatWasReplacedCountsAgainByATrigger() throws Exception {
        var home = Files.createDirectory(folder.resolve("home"), privately());
        var agent = approved(AgentHome.at(home), "undone-keys");
        agent.post("general", "Before", "text");
        agent.close();
        var stolen = copy(home, folder.resolve("stolen"));
        trap("undone-keys");

        try (var honest = Agent.load(AgentHome.at(home), agent.handle())) {
            // The record is in the chain all the same: the SDK finds its receipt, told of a
            // failure.
            honest.rotateKeys(Duration.ZERO);
            isNoticed("undone-keys");
            assertThatThrownBy(() -> honest.post("general", "After", "text"))
                    .isInstanceOf(CarapaceException.class);
        }

        try (var thief = Agent.load(AgentHome.at(stolen), agent.handle())) {
            assertThatThrownBy(() -> thief.post("general", "After", "text"))
                    .isInstanceOf(CarapaceException.class);
        }
    }

    private static Path copy(Path home, Path to) throws IOException {
        Files.createDirectory(to, privately());
        try (var files = Files.list(home)) {
            for (var file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static FileAttribute<?> privately() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aRemovedRowIsNoticedAtOnce() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-removed")) {
            TestServer.change(SAVE.formatted("undone-removed"));
            TestServer.change(
                    """
                    create function public.back() returns trigger language plpgsql
                    security definer as $$
                    begin
                        delete from agents.authority where handle = new.handle;
                        return null;
                    end $$
                    """);
            TestServer.change(TRAP);

            assertThatThrownBy(() -> owners.freeze(agent.handle()))
                    .isInstanceOf(IllegalStateException.class);

            isNoticed("undone-removed");
        }
    }

    @Test
    void aFreezeThatNobodyUndoesIsAnswered() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-not")) {
            trap("undone-other");

            owners.freeze(agent.handle()).orRefuse();

            assertThat(row(agent).status()).isEqualTo(AgentStatus.FROZEN);
            assertThat(noticed)
                    .doesNotContain(new RowRolledBack(AuthorityRows.TABLE, "undone-not"));
        }
    }

    /// Another node has changed the row while this one was deaf.
    @Test
    void aGapIsFollowedByALookAtAllRows() throws Exception {
        try (var agent = approved(AgentHome.inMemory(), "undone-gap")) {
            var memory = TestServer.part(VersionMemory.class);
            var next = row(agent).withStatus(AgentStatus.FROZEN);
            var seal = TestServer.part(Vault.class).seal(next.sealed()).bytes();
            TestServer.change(
                    """
                    update agents.authority set status = 'FROZEN', version = version + 1, seal = ?
                    where handle = 'undone-gap'
                    """,
                    seal);
            assertThat(memory.seen(AuthorityRows.TABLE, "undone-gap")).isLessThan(next.version());

            TestServer.part(AuthorityWatch.class).gap();

            var deadline = System.nanoTime() + HEARD_WITHIN.toNanos();
            while (memory.seen(AuthorityRows.TABLE, "undone-gap") < next.version()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(10);
            }
        }
    }

    private static AuthorityRow row(Agent agent) {
        return TestServer.part(AuthorityRows.class).load(agent.handle()).orElseThrow();
    }
}
