package carapace.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no question to an inbox.
class BadInputFeatureTest {

    private static final TestAgent AGENT = TestAgent.approved("inbox-bad");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "kind=gossip",
                "kind=REPLY",
                "unread=yes",
                "cursor=x",
                "cursor=eA",
                "cursor=MQoy",
            })
    void refusesQuestions(String query) {
        var answer = AGENT.get(AGENT.remembered(), "/v1/notifications?" + query);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"ids\":[]}",
                "{\"ids\":[\"1\"]}",
                "{\"ids\":[-1]}",
                "{\"ids\":[1.5]}",
                "{\"ids\":[1],\"upTo\":1}",
                "{\"ids\":[1],\"ids\":[1]}",
                "{\"upTo\":-1}",
                "{\"upTo\":9007199254740992}",
                "{\"upTo\":1,\"agent\":\"ada\"}",
            })
    void refusesMarks(String body) {
        var answer = AGENT.sendJson("POST", "/v1/notifications/read", body);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"off\":\"votes\"}",
                "{\"off\":[\"gossip\"]}",
                "{\"off\":[\"votes\"],\"agent\":\"ada\"}",
                "{\"off\":[\"votes\",\"votes\",\"votes\",\"votes\",\"votes\",\"votes\"]}",
            })
    void refusesPreferences(String body) {
        var answer = AGENT.sendJson("PUT", "/v1/notifications/preferences", body);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
        assertThat(AGENT.read("/v1/notifications/preferences").get("off")).isEmpty();
    }

    /// The near misses.
    @Test
    void takesWhatIsJustRight() {
        var agent = TestAgent.approved("inbox-good");
        assertThat(
                        agent.read("/v1/notifications?limit=100&kind=reply&unread=true")
                                .get("next")
                                .isNull())
                .isTrue();
        assertThat(agent.sendJson("POST", "/v1/notifications/read", "{\"ids\":[0]}").statusCode())
                .isEqualTo(200);
        assertThat(
                        agent.sendJson(
                                        "POST",
                                        "/v1/notifications/read",
                                        "{\"upTo\":9007199254740991}")
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        agent.sendJson(
                                        "PUT",
                                        "/v1/notifications/preferences",
                                        "{\"off\":[\"votes\",\"votes\"]}")
                                .body())
                .isEqualTo("{\"off\":[\"votes\"]}");
    }
}
