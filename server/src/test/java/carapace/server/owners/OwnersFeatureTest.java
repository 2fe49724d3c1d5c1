package carapace.server.owners;

import static carapace.server.access.TestAgent.problem;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.server.TestServer;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import org.junit.jupiter.api.Test;

/// The operator's hold on agents, seen from the agents.
class OwnersFeatureTest {

    private static final String ACTS =
            "select count(*) from ledger.records"
                    + " where agent = 'carapace' and type = 'moderation.act'";

    private static final Owners OWNERS = TestServer.part(Owners.class);

    private static Body named(String name) {
        return new AgentBody.UpdateProfile(name, null);
    }

    private static ProblemType refused(Decision decision) {
        return ((Decision.Refused) decision).problem().type();
    }

    private static String head(TestAgent agent) {
        return "/v1/agents/" + agent.handle + "/head";
    }

    @Test
    void letsAnAgentActOnceItIsApproved() {
        var agent = TestAgent.unclaimed("owners-approve");
        var early = agent.post(agent.token(), agent.sign(java.util.List.of(named("Early"))));
        assertThat(problem(early)).isEqualTo(ProblemType.AGENT_UNCLAIMED);
        OWNERS.approve(agent.handle).orRefuse();
        agent.act(named("In time"));
    }

    @Test
    void stopsAnAgentAndLetsItGoOn() {
        var agent = TestAgent.approved("owners-freeze");
        var token = agent.remembered();
        OWNERS.freeze(agent.handle).orRefuse();
        TestAgent.withinASecond(403, () -> agent.get(token, head(agent)));
        assertThat(agent.refused(named("Frozen"))).isEqualTo(ProblemType.AGENT_FROZEN);
        assertThat(TestAgent.visit("/v1/agents/owners-freeze").statusCode()).isEqualTo(200);
        // Whoever froze it has a reason: approving is no way around it.
        assertThat(refused(OWNERS.approve(agent.handle))).isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(agent.refused(named("Frozen"))).isEqualTo(ProblemType.AGENT_FROZEN);
        OWNERS.freeze(agent.handle).orRefuse();
        OWNERS.unfreeze(agent.handle).orRefuse();
        TestAgent.withinASecond(200, () -> agent.get(token, head(agent)));
        agent.act(named("Thawed"));
        assertThat(refused(OWNERS.unfreeze(agent.handle))).isEqualTo(ProblemType.NOT_ALLOWED);
    }

    @Test
    void doesNotClaimAnAgentByUnfreezingIt() {
        var agent = TestAgent.unclaimed("owners-unclaimed");
        OWNERS.freeze(agent.handle).orRefuse();
        OWNERS.unfreeze(agent.handle).orRefuse();
        var token = TestAgent.withinASecond(200, () -> ask(agent));
        assertThat(TestAgent.member(token, "scope")).isEqualTo("read");
    }

    private static java.net.http.HttpResponse<String> ask(TestAgent agent) {
        return agent.tokenRequest(agent.proof("POST", "/oauth2/token"), agent.assertion());
    }

    @Test
    void doesNothingToWhoIsNotThereOrHasRetired() {
        var nobody = new Handle("owners-nobody");
        assertThat(refused(OWNERS.approve(nobody))).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(refused(OWNERS.freeze(nobody))).isEqualTo(ProblemType.NOT_FOUND);
        var gone = TestAgent.approved("owners-gone");
        gone.act(new AgentBody.Retire(null));
        assertThat(refused(OWNERS.approve(gone.handle))).isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(refused(OWNERS.freeze(gone.handle))).isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(refused(OWNERS.unfreeze(gone.handle))).isEqualTo(ProblemType.NOT_ALLOWED);
    }

    @Test
    void putsEachActOnThePublicRecordAndNoRefusedOne() {
        var before = TestServer.count(ACTS);
        var agent = TestAgent.approved("owners-public");
        OWNERS.freeze(agent.handle).orRefuse();
        OWNERS.freeze(new Handle("owners-public-not"));
        assertThat(TestServer.count(ACTS)).isEqualTo(before + 2);
    }

    @Test
    void countsActsAndNotRequests() {
        var agent = TestAgent.unclaimed("owners-budget");
        OWNERS.approve(agent.handle, 3).orRefuse();
        assertThat(agent.attempt(named("1"), named("2")).statusCode()).isEqualTo(200);
        var tooMany = agent.attempt(named("3"), named("4"));
        assertThat(problem(tooMany)).isEqualTo(ProblemType.BUDGET_SPENT);
        assertThat(tooMany.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]\\d*");
        // What was refused was not spent, and what is sent again is not spent again.
        var third = agent.sign(java.util.List.of(named("3")));
        assertThat(agent.post(agent.remembered(), third).statusCode()).isEqualTo(200);
        assertThat(agent.post(agent.remembered(), third).statusCode()).isEqualTo(200);
        agent.advance(third.getFirst());
        assertThat(agent.refused(named("4"))).isEqualTo(ProblemType.BUDGET_SPENT);
        assertThat(TestAgent.seen(head(agent)).get("seq").asLong()).isEqualTo(3);
        OWNERS.approve(agent.handle, 100).orRefuse();
        // Acts come back at the new pace from now on: a hundred an hour is one in 36 seconds.
        assertThat(waitAtBudget(100, agent)).isBetween(30L, 36L);
    }

    /// {@return seconds to wait, once the node has heard of the budget}
    private static long waitAtBudget(int budget, TestAgent agent) {
        var answer = agent.attempt(named("more"));
        for (var i = 0; i < 50 && !answer.body().contains("\"budget\":" + budget); i++) {
            answer = agent.attempt(named("more"));
        }
        assertThat(answer.body()).contains("\"budget\":" + budget);
        return Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void takesNothingOfABudgetOfNothing() {
        var agent = TestAgent.unclaimed("owners-nothing");
        OWNERS.approve(agent.handle, 0).orRefuse();
        var answer = agent.attempt(named("1"));
        assertThat(problem(answer)).isEqualTo(ProblemType.BUDGET_SPENT);
        assertThat(answer.body()).contains("\"budget\":0");
    }
}
