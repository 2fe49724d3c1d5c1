package carapace.server.agents;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.verify.Verifier;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RelationBody;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/// How agents come, change, meet and go.
class AgentsFeatureTest {

    private static final String RECORDS = "select count(*) from ledger.records where agent = ?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "administrator",
                "carapace",
                "mod",
                "moderator",
                "official",
                "operator",
                "owner",
                "root",
                "security",
                "server",
                "staff",
                "support",
                "system"
            })
    void keepsNamesBackThatCouldPassForThePlatform(String name) {
        var before = TestServer.count(RECORDS, name);
        var impostor = TestAgent.unborn(name);
        assertThat(problem(impostor.announce(impostor.creation())))
                .isEqualTo(ProblemType.HANDLE_TAKEN);
        assertThat(TestServer.count(RECORDS, name)).isEqualTo(before);
    }

    @Test
    void givesAHandleOnceAlsoAfterItsAgentHasRetired() {
        TestAgent.approved("agents-once").act(new AgentBody.Retire("done"));
        var second = TestAgent.unborn("agents-once");
        assertThat(problem(second.announce(second.creation()))).isEqualTo(ProblemType.HANDLE_TAKEN);
    }

    @Test
    void refusesACreationThatItsOwnKeyDidNotSign() {
        var agent = TestAgent.unborn("agents-stolen");
        var other = TestAgent.unborn("agents-stolen");
        var keys = new AgentBody.Create(agent.keys(), "A".repeat(43), null, null);
        assertThat(problem(agent.announce(other.sign(keys))))
                .isEqualTo(ProblemType.RECORD_SIGNATURE);
        assertThat(problem(visit("/v1/agents/agents-stolen"))).isEqualTo(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!"})
    void refusesAClaimThatIsNoHash(String claim) {
        var agent = TestAgent.unborn("agents-claim");
        var keys = carapace.protocol.json.JsonWriter.write(agent.keys().json());
        var body = "{\"keys\":%s,\"claim\":\"%s\"}".formatted(keys, claim);
        var answer = agent.announceCompact(agent.compact("agent.create", body));
        assertThat(problem(answer)).isEqualTo(ProblemType.RECORD_MALFORMED);
        assertThat(answer.body()).contains("\"defect\":\"bad-value\"");
    }

    @Test
    void changesOfAProfileWhatIsGiven() {
        var agent = TestAgent.approved("agents-profile");
        agent.act(new AgentBody.UpdateProfile("Name", "Text"));
        agent.act(new AgentBody.UpdateProfile(null, ""));
        var profile = seen("/v1/agents/agents-profile");
        assertThat(profile.get("displayName").asString()).isEqualTo("Name");
        assertThat(profile.get("description").asString()).isEmpty();
        assertThat(profile.get("retiredAt").isNull()).isTrue();
    }

    @Test
    void letsTheOldAccessKeyWorkUntilTheOverlapEndsAndTheOldSigningKeyNeverAgain()
            throws InterruptedException {
        var agent = TestAgent.approved("agents-overlap");
        var token = agent.remembered();
        var start = System.nanoTime();
        var old = agent.rotate(Duration.ofSeconds(3));
        var path = "/v1/agents/agents-overlap/head";
        assertThat(old.get(token, path).statusCode()).isEqualTo(200);
        var byOldKey = old.sign(new AgentBody.UpdateProfile("Old", null));
        assertThat(problem(old.post(token, List.of(byOldKey))))
                .isEqualTo(ProblemType.RECORD_SIGNATURE);
        agent.act(new AgentBody.UpdateProfile("New", null));
        var answer = old.get(token, path);
        while (answer.statusCode() == 200 && seconds(start) < 10) {
            Thread.sleep(50);
            answer = old.get(token, path);
        }
        assertThat(problem(answer)).isEqualTo(ProblemType.KEY_REVOKED);
        assertThat(seconds(start)).isBetween(2.9, 5.0);
        agent.act(new AgentBody.UpdateProfile("Still here", null));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    @Test
    void showsAllKeysPageByPage() {
        var agent = TestAgent.approved("agents-keys");
        var rotation = (Body) new AgentBody.RotateKeys(agent.keys(), Duration.ZERO);
        for (var batch = 0; batch < 2; batch++) {
            var rotations = Collections.nCopies(60, rotation).toArray(Body[]::new);
            assertThat(agent.attempt(rotations).statusCode()).isEqualTo(200);
        }
        agent.act(new AgentBody.UpdateProfile("Last", null));
        var first = seen("/v1/agents/agents-keys/keys");
        assertThat(first.get("records")).hasSize(100);
        var next = first.get("next").asLong();
        var second = seen("/v1/agents/agents-keys/keys?after=" + next);
        assertThat(second.get("records")).hasSize(21);
        assertThat(second.get("next").isNull()).isTrue();
        var http = new Http(TestServer.url());
        var verifier = new Verifier(http, ServerIdentity.ask(http));
        assertThat(verifier.keyAt(agent.handle, 121)).isEqualTo(agent.keys().signing());
    }

    @Test
    void isGoneForGoodOnceItRetires() {
        var agent = TestAgent.approved("agents-gone");
        var post =
                agent.act(
                        new PostBody.Create(new CommunityName("general"), "Last words", "x", null));
        var token = agent.remembered();
        agent.act(new AgentBody.Retire("done"));
        var path = "/v1/agents/agents-gone";
        TestAgent.withinASecond(403, () -> agent.get(token, path + "/head"));
        assertThat(agent.refused(new AgentBody.UpdateProfile("Back", null)))
                .isEqualTo(ProblemType.AGENT_RETIRED);
        assertThat(seen(path).get("retiredAt").isNull()).isFalse();
        assertThat(seen("/v1/posts/" + post).get("title").asString()).isEqualTo("Last words");
        assertThat(seen(path + "/head").get("seq").asLong()).isEqualTo(2);
    }

    private static RelationBody.Follow follow(String other, boolean following) {
        return new RelationBody.Follow(new Handle(other), following);
    }

    private static long followers(String name) {
        return seen("/v1/agents/" + name).get("followers").asLong();
    }

    @Test
    void followsOnceHoweverOftenAndStops() {
        var fan = TestAgent.approved("agents-fan");
        TestAgent.approved("agents-idol");
        fan.act(follow("agents-idol", true));
        fan.act(follow("agents-idol", true));
        assertThat(followers("agents-idol")).isOne();
        assertThat(seen("/v1/agents/agents-fan").get("following").asLong()).isOne();
        fan.act(follow("agents-idol", false));
        fan.act(follow("agents-idol", false));
        assertThat(followers("agents-idol")).isZero();
    }

    @Test
    void followsAndBlocksNeitherItselfNorNobodyNorWhoIsGone() {
        var agent = TestAgent.approved("agents-alone");
        var gone = TestAgent.approved("agents-left");
        agent.act(follow("agents-left", true));
        agent.act(new RelationBody.Block(gone.handle, true));
        gone.act(new AgentBody.Retire(null));
        var cases =
                java.util.Map.of(
                        "agents-alone", ProblemType.NOT_ALLOWED,
                        "agents-nobody", ProblemType.NOT_FOUND,
                        "agents-left", ProblemType.NOT_FOUND);
        cases.forEach((name, expected) -> {
            assertThat(agent.refused(follow(name, true))).as(name).isEqualTo(expected);
            assertThat(agent.refused(new RelationBody.Block(new Handle(name), true)))
                    .as(name)
                    .isEqualTo(expected);
        });
        // What was done can be undone, whoever has left since.
        agent.act(follow("agents-left", false));
        agent.act(new RelationBody.Block(gone.handle, false));
        assertThat(followers("agents-left")).isZero();
    }

    @Test
    void listsEachAgentOnceWhileOthersCome() {
        var here = new ArrayList<String>();
        for (var i = 0; i < 7; i++) {
            here.add(TestAgent.unclaimed("agents-list-" + i).handle.value());
        }
        var listed = new ArrayList<String>();
        var path = "/v1/agents?limit=3";
        for (var page = 0; path != null; page++) {
            var answer = seen(path);
            answer.get("agents").forEach(agent -> listed.add(agent.get("name").asString()));
            TestAgent.unclaimed("agents-later-" + page);
            path =
                    answer.get("next").isNull()
                            ? null
                            : "/v1/agents?limit=3&cursor=" + answer.get("next").asString();
        }
        assertThat(listed).doesNotHaveDuplicates().containsAll(here);
        assertThat(listed).noneMatch(name -> name.startsWith("agents-later-"));
        assertThat(listed.indexOf("agents-list-6")).isLessThan(listed.indexOf("agents-list-0"));
    }

    private static void tellNodes(String handle) {
        TestServer.change("select pg_notify('carapace', 'authority ' || ?)", handle);
    }

    @Test
    void believesNoAuthorityThatTheServerDidNotSeal() throws InterruptedException {
        var agent = TestAgent.approved("agents-sealed");
        var token = agent.remembered();
        var broken = new CopyOnWriteArrayList<SealBroken>();
        ApplicationListener<PayloadApplicationEvent<SealBroken>> listener =
                event -> broken.add(event.getPayload());
        TestServer.part(ApplicationEventMulticaster.class).addApplicationListener(listener);
        var more = "update agents.authority set hourly_budget = hourly_budget + ? where handle = ?";
        assertThat(TestServer.change(more, 1, "agents-sealed")).isOne();
        // Also while the true row is remembered, a change of keys looks at the one that is there.
        assertThat(agent.refused(new AgentBody.RotateKeys(agent.keys(), Duration.ZERO)))
                .isEqualTo(ProblemType.KEY_REVOKED);
        tellNodes("agents-sealed");
        TestAgent.withinASecond(401, () -> agent.get(token, "/v1/agents/agents-sealed/head"));
        assertThat(agent.refused(new AgentBody.UpdateProfile("Mine", null)))
                .isEqualTo(ProblemType.KEY_REVOKED);
        var asked = agent.tokenRequest(agent.proof("POST", "/oauth2/token"), agent.assertion());
        assertThat(problem(asked)).isEqualTo(ProblemType.ASSERTION_INVALID);
        assertThat(broken).contains(new SealBroken(AuthorityRows.TABLE, "agents-sealed"));
        TestServer.change(more, -1, "agents-sealed");
        tellNodes("agents-sealed");
        TestAgent.withinASecond(200, () -> agent.get(token, "/v1/agents/agents-sealed/head"));
        TestServer.part(ApplicationEventMulticaster.class).removeApplicationListener(listener);
    }
}
