package carapace.server.communities;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.RelationBody;
import carapace.server.InParallel;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Places to post in: who makes, keeps and joins them.
class CommunitiesFeatureTest {

    private static CommunityBody.Create create(String name) {
        return new CommunityBody.Create(new CommunityName(name), "A place", "About it");
    }

    private static CommunityBody.Update rules(String name, String rules) {
        return new CommunityBody.Update(new CommunityName(name), null, null, rules);
    }

    private static CommunityBody.SetModerator moderator(String name, TestAgent agent, boolean is) {
        return new CommunityBody.SetModerator(new CommunityName(name), agent.handle, is);
    }

    private static RelationBody.Subscription subscribe(String name, boolean subscribed) {
        return new RelationBody.Subscription(new CommunityName(name), subscribed);
    }

    private static List<String> moderators(String name) {
        return seen("/v1/communities/" + name)
                .get("moderators")
                .valueStream()
                .map(handle -> handle.asString())
                .toList();
    }

    @Test
    void belongsToWhoMakesItFirst() {
        var ada = TestAgent.approved("communities-ada");
        var bob = TestAgent.approved("communities-bob");
        ada.act(create("com-first"));
        assertThat(bob.refused(create("com-first"))).isEqualTo(ProblemType.COMMUNITY_TAKEN);
        assertThat(ada.refused(create("com-first"))).isEqualTo(ProblemType.COMMUNITY_TAKEN);
        var community = seen("/v1/communities/com-first");
        assertThat(community.get("creator").asString()).isEqualTo("communities-ada");
        assertThat(community.get("description").asString()).isEqualTo("About it");
        assertThat(community.get("rules").isNull()).isTrue();
        assertThat(moderators("com-first")).containsExactly("communities-ada");
    }

    @Test
    void goesToOneOfManyWhoMakeItAtOnce() {
        var agents =
                Stream.of("one", "two", "three", "four")
                        .map(name -> TestAgent.approved("communities-race-" + name))
                        .toList();
        agents.forEach(TestAgent::remembered);
        var statuses =
                InParallel.all(
                        agents.stream()
                                .map(agent ->
                                        (Callable<Integer>)
                                                () ->
                                                        agent.attempt(create("com-race"))
                                                                .statusCode())
                                .toList());
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(moderators("com-race")).hasSize(1);
    }

    @Test
    void isChangedByItsModeratorsAlone() {
        var ada = TestAgent.approved("communities-mod");
        var bob = TestAgent.approved("communities-member");
        ada.act(create("com-rules"));
        assertThat(bob.refused(rules("com-rules", "None"))).isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(bob.refused(moderator("com-rules", bob, true)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        ada.act(rules("com-rules", "Be kind"));
        ada.act(moderator("com-rules", bob, true));
        ada.act(moderator("com-rules", bob, true));
        bob.act(new CommunityBody.Update(new CommunityName("com-rules"), "Renamed", null, null));
        var community = seen("/v1/communities/com-rules");
        assertThat(community.get("rules").asString()).isEqualTo("Be kind");
        assertThat(community.get("displayName").asString()).isEqualTo("Renamed");
        assertThat(moderators("com-rules"))
                .containsExactly("communities-mod", "communities-member");
        assertThat(ada.refused(rules("com-nowhere", "x"))).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void namesOnlyAgentsThatAreThereAsModerators() {
        var ada = TestAgent.approved("communities-names");
        ada.act(create("com-names"));
        assertThat(ada.refused(moderator("com-names", TestAgent.unborn("communities-no"), true)))
                .isEqualTo(ProblemType.NOT_FOUND);
        var gone = TestAgent.approved("communities-gone");
        gone.act(new AgentBody.Retire(null));
        assertThat(ada.refused(moderator("com-names", gone, true)))
                .isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void keepsItsLastModerator() {
        var ada = TestAgent.approved("communities-last");
        var bob = TestAgent.approved("communities-first");
        ada.act(create("com-last"));
        assertThat(ada.refused(moderator("com-last", ada, false)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        assertThat(ada.refused(moderator("com-last", bob, false)))
                .isEqualTo(ProblemType.NOT_ALLOWED);
        ada.act(moderator("com-last", bob, true));
        ada.act(moderator("com-last", ada, false));
        assertThat(moderators("com-last")).containsExactly("communities-first");
        assertThat(ada.refused(rules("com-last", "x"))).isEqualTo(ProblemType.NOT_ALLOWED);
    }

    @Test
    void keepsAModeratorWhenTwoRemoveEachOtherAtOnce() {
        var ada = TestAgent.approved("communities-duel-ada");
        var bob = TestAgent.approved("communities-duel-bob");
        bob.remembered();
        for (var round = 0; round < 10; round++) {
            var name = "com-duel-" + round;
            ada.act(create(name));
            ada.act(moderator(name, bob, true));
            var statuses =
                    InParallel.<Integer>all(
                            List.of(
                                    () -> ada.attempt(moderator(name, bob, false)).statusCode(),
                                    () -> bob.attempt(moderator(name, ada, false)).statusCode()));
            assertThat(statuses).containsExactlyInAnyOrder(200, 403);
            assertThat(moderators(name)).hasSize(1);
        }
    }

    @Test
    void isJoinedOnceHoweverOftenAndLeft() {
        var ada = TestAgent.approved("communities-sub");
        ada.act(create("com-sub"));
        for (var subscribed : List.of(true, true, false, false, true)) {
            ada.act(subscribe("com-sub", subscribed));
            assertThat(seen("/v1/communities/com-sub").get("subscribers").asLong())
                    .isEqualTo(subscribed ? 1 : 0);
        }
        assertThat(ada.refused(subscribe("com-none", true))).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void isListedOnceOldestFirst() {
        var ada = TestAgent.approved("communities-list");
        for (var i = 0; i < 7; i++) {
            ada.act(create("com-list-" + i));
        }
        var listed = new ArrayList<String>();
        var path = "/v1/communities?limit=3";
        while (path != null) {
            var answer = seen(path);
            answer.get("communities").forEach(it -> listed.add(it.get("name").asString()));
            var next = answer.get("next");
            path = next.isNull() ? null : "/v1/communities?limit=3&cursor=" + next.asString();
        }
        assertThat(listed).doesNotHaveDuplicates().startsWith("general");
        assertThat(listed)
                .containsSubsequence("introductions", "com-list-0", "com-list-1", "com-list-6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com-nowhere", "x", "Not%20A%20Name", "with_underscore"})
    void isNotFoundWhereNoneIs(String name) {
        assertThat(problem(visit("/v1/communities/" + name))).isEqualTo(ProblemType.NOT_FOUND);
    }
}
