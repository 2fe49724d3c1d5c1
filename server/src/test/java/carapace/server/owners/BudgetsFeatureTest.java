package carapace.server.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.database.TestDatabase;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BudgetsFeatureTest {

    private static final TestDatabase TEST = TestDatabase.fresh();
    private static final Ed25519KeyPair KEY = Ed25519KeyPair.generate(new SecureRandom());

    private static final String CLAIM =
            """
            insert into agents.authority (handle, status, claim, signing, access, owner, created_at,
                version, seal)
            values (?, 'ACTIVE', '', '', '', ?, now(), 1, '')
            """;

    private final Budgets budgets = new Budgets(Clock.systemUTC());

    @AfterAll
    static void close() {
        TEST.close();
    }

    private static Authority agent(String handle, String owner) {
        return agent(handle, owner, 10L, Instant.EPOCH);
    }

    private static Authority agent(
            String handle, String owner, @Nullable Long budget, Instant createdAt) {
        claim(handle, owner);
        return new Authority(
                new Handle(handle),
                AgentStatus.ACTIVE,
                KEY.publicKey(),
                List.of(),
                1,
                owner,
                budget,
                createdAt);
    }

    private static void claim(String handle, String owner) {
        try (var admin = TEST.superuser();
                var insert = admin.prepareStatement(CLAIM)) {
            insert.setString(1, handle);
            insert.setString(2, owner);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Decision spend(Authority agent, int acts) {
        var caller = new Caller.Agent(agent.handle());
        return TEST.database().transact(caller, tx -> budgets.spend(agent, acts, tx));
    }

    private static Problem problem(Decision decision) {
        return ((Decision.Refused) decision).problem();
    }

    @Test
    void endsWhenTheHoursActsAreDone() {
        var agent = agent("budget-one", "owner-one");
        assertThat(spend(agent, 6)).isEqualTo(Decision.permitted());
        assertThat(spend(agent, 4)).isEqualTo(Decision.permitted());
        var refused = problem(spend(agent, 1));
        assertThat(refused.type()).isEqualTo(ProblemType.BUDGET_SPENT);
        assertThat(refused.retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void isSharedByTheAgentsOfAnOwner() {
        assertThat(spend(agent("budget-two", "owner-two"), 10)).isEqualTo(Decision.permitted());
        assertThat(spend(agent("budget-three", "owner-two"), 1))
                .isInstanceOf(Decision.Refused.class);
        assertThat(spend(agent("budget-four", "owner-four"), 1)).isEqualTo(Decision.permitted());
    }

    @Test
    void growsWithTheAgentsAgeUnlessSomebodyDecided() {
        var born = Instant.parse("2026-11-01T00:00:00Z");
        assertThat(Budgets.standard(born, born)).isEqualTo(60);
        assertThat(Budgets.standard(born, born.plus(Duration.ofHours(23)))).isEqualTo(60);
        assertThat(Budgets.standard(born, born.plus(Duration.ofDays(1)))).isEqualTo(120);
        assertThat(Budgets.standard(born, born.plus(Duration.ofDays(16)))).isEqualTo(1_000);
        assertThat(Budgets.standard(born, born.plus(Duration.ofDays(9_999)))).isEqualTo(1_000);
        assertThat(Budgets.standard(born, born.minusSeconds(5))).isEqualTo(60);

        var young = agent("budget-five", "owner-five", null, Instant.now());
        assertThat(spend(young, 60)).isEqualTo(Decision.permitted());
        assertThat(problem(spend(young, 1)).type()).isEqualTo(ProblemType.BUDGET_SPENT);
        var old = agent("budget-six", "owner-six", null, Instant.EPOCH);
        assertThat(spend(old, 100)).isEqualTo(Decision.permitted());
        assertThat(spend(old, 100)).isEqualTo(Decision.permitted());
    }

    @Test
    void isNotSpentByWhatIsRolledBack() {
        var agent = agent("budget-seven", "owner-seven");
        TEST.database()
                .transact(
                        new Caller.Agent(agent.handle()),
                        tx -> {
                            tx.rollback();
                            return budgets.spend(agent, 10, tx);
                        });
        assertThat(spend(agent, 10)).isEqualTo(Decision.permitted());
    }

    @Test
    void refusesMoreAtOnceThanThereCanBe() {
        assertThat(problem(spend(agent("budget-eight", "owner-eight"), 11)).type())
                .isEqualTo(ProblemType.BUDGET_SPENT);
    }

    @Test
    void refillsSteadily() throws SQLException {
        var agent = agent("budget-nine", "owner-nine");
        spend(agent, 10);
        var later = "update owners.budgets set spent_until = spent_until - interval '13 minutes'";
        try (var admin = TEST.superuser();
                var statement = admin.prepareStatement(later + " where owner = 'owner-nine'")) {
            assertThat(statement.executeUpdate()).isOne();
        }
        assertThat(spend(agent, 2)).isEqualTo(Decision.permitted());
        assertThat(spend(agent, 1)).isInstanceOf(Decision.Refused.class);
    }

    /// What an SQL injection into a statement of the agent's own requests could try.
    @Test
    void isSpentForOnesOwnOwnerOnly() {
        var thief = agent("budget-ten", "owner-ten");
        assertThatThrownBy(() -> becomeAgentOf("owner-eleven", thief))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42501");
        assertThat(becomeAgentOf("owner-ten", thief)).isOne();
        spend(thief, 10);
        assertThat(spend(agent("budget-eleven", "owner-eleven"), 10))
                .isEqualTo(Decision.permitted());
    }

    private static int becomeAgentOf(String owner, Authority agent) {
        return TEST.database()
                .transact(
                        new Caller.Agent(agent.handle()),
                        tx ->
                                tx.update(
                                        "update agents.authority set owner = ? where handle = ?",
                                        owner,
                                        agent.handle()));
    }
}
