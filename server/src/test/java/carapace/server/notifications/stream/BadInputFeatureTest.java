package carapace.server.notifications.stream;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no question to a stream.
class BadInputFeatureTest {

    private static final String NOTHING = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String FIVE =
            "&topic=posts&topic=posts&topic=posts&topic=posts&topic=posts";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "topic=",
                "topic=gossip",
                "topic=POSTS",
                "topic=posts:all",
                "topic=community",
                "topic=community:",
                "topic=community:No%20Name",
                "topic=post:1",
                "topic=agent:-",
                "topic=notifications:ada",
                "topic=posts&seconds=-1",
                "topic=posts&seconds=3601",
                "topic=posts&seconds=x",
                "topic=posts" + FIVE + FIVE
            })
    void refusesQuestions(String query) {
        var answer = TestAgent.visit("/v1/stream?" + query);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    /// The near misses.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic=posts",
                "topic=community:general",
                "topic=agent:carapace&topic=posts",
                FIVE + FIVE
            })
    void takesWhatIsJustRight(String query) {
        var answer = TestAgent.visit("/v1/stream?seconds=0&" + query);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("event: open\n", "event: end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"community:stream-nowhere", "post:" + NOTHING, "agent:stream-nobody"})
    void knowsWhatIsNotThere(String topic) {
        var answer = TestAgent.visit("/v1/stream?topic=" + topic);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "x",
        "1-2-3",
        "1-2-3-x",
        "1-2-3-4-5",
        "-1-2-3-4",
        "1-2-3-9999999999999999999",
        "99999999999999999999-1-1-1"
    })
    void refusesPlaces(String last) {
        var answer =
                TestAgent.answer(
                        TestAgent.request("/v1/stream?seconds=0&topic=posts")
                                .header("Last-Event-ID", last)
                                .GET());

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic=notifications", "topic=posts&topic=notifications"})
    void showsVisitorsNoInbox(String query) {
        var answer = TestAgent.visit("/v1/stream?" + query);

        assertThat(TestAgent.problem(answer)).isEqualTo(ProblemType.TOKEN_MISSING);
    }
}
