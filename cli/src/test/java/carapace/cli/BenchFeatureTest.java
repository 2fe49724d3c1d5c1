package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.bench.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Everything that `carapace bench` does, with little data and in a short time.
class BenchFeatureTest {

    private static final List<String> MEMBERS =
            List.of(
                    "scenario",
                    "concurrency",
                    "rps",
                    "p50Ms",
                    "p99Ms",
                    "errors",
                    "floorRps",
                    "ratio");

    private static final List<String> BOTH =
            List.of("hot-feed", "new-feed", "thread", "post", "comment", "vote", "token");

    private final StringWriter said = new StringWriter();
    private final StringWriter noted = new StringWriter();

    private int bench(String... arguments) {
        var words = new ArrayList<>(List.of("bench", "--scale", "small", "--seconds", "0.1"));
        words.addAll(List.of("--rounds", "1", "--concurrency", "1,4"));
        words.addAll(List.of(arguments));
        return Main.commandLine(Duration.ofMinutes(2))
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(noted))
                .execute(words.toArray(new String[0]));
    }

    @Test
    void everyScenarioYieldsFigures() {
        var exit = bench("--json");

        assertThat(exit).as(noted.toString()).isZero();
        var figures = JsonMapper.shared().readTree(said.toString());
        var byName = new HashMap<String, List<JsonNode>>();
        figures.forEach(figure -> {
            assertThat(MEMBERS).allMatch(figure::has);
            byName.computeIfAbsent(figure.get("scenario").asString(), _ -> new ArrayList<>())
                    .add(figure);
        });
        for (var name : BOTH) {
            assertThat(byName.get(name)).as(name).hasSize(2).allSatisfy(BenchFeatureTest::compares);
        }
        for (var name :
                List.of(
                        "top:hour",
                        "top:all",
                        "rising",
                        "controversial",
                        "home",
                        "home-feed",
                        "notifications",
                        "one-post",
                        "public-page",
                        "million-posts:hot",
                        "million-posts:top:week")) {
            assertThat(byName.get(name)).as(name).hasSize(1).allSatisfy(BenchFeatureTest::compares);
        }
        assertThat(byName.keySet().stream().filter(it -> it.startsWith("row-security-")))
                .hasSize(6);
        saysWhatTheMachineAllows(byName);
        saysStartAndMemory(byName);
    }

    private static void compares(JsonNode figure) {
        assertThat(figure.get("rps").asDouble()).isPositive();
        assertThat(figure.get("floorRps").asDouble()).isPositive();
        assertThat(figure.get("p50Ms").asDouble()).isPositive();
        assertThat(figure.get("p99Ms").asDouble())
                .isGreaterThanOrEqualTo(figure.get("p50Ms").asDouble());
        assertThat(figure.get("errors").asInt()).isZero();
        assertThat(figure.get("ratio").asDouble()).isPositive();
        assertThat(figure.get("serverMb").asDouble()).isBetween(50.0, 2_000.0);
        assertThat(figure.get("targets").values()).isNotEmpty();
    }

    private static void saysWhatTheMachineAllows(Map<String, List<JsonNode>> byName) {
        for (var name : List.of("hot-feed", "new-feed", "thread", "post", "comment", "vote")) {
            assertThat(byName.get(name))
                    .as(name)
                    .allSatisfy(figure -> {
                        assertThat(figure.get("jdbcRps").asDouble()).isPositive();
                        assertThat(figure.get("signaturesRps").asDouble()).isPositive();
                    });
        }
        assertThat(byName.get("generator"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.get("rps").asDouble()).isPositive());
    }

    private static void saysStartAndMemory(Map<String, List<JsonNode>> byName) {
        assertThat(byName.get("start"))
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.get("p50Ms").asDouble()).isGreaterThan(100);
                    assertThat(figure.get("serverMb").asDouble()).isGreaterThan(50);
                    assertThat(figure.get("ratio").isNull()).isTrue();
                });
        assertThat(byName.get("under-load")).hasSize(1);
    }

    @Test
    void tellsWhatThereIs() {
        assertThat(bench("--list")).isZero();

        assertThat(said.toString().lines()).hasSize(Scenario.values().length);
    }
}
