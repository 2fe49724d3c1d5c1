package carapace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.bench.Figure.Floor;
import carapace.bench.Figure.Limits;
import carapace.bench.Figure.Memory;
import carapace.bench.load.Meter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final Meter.Cost COST = new Meter.Cost(0, 0, 0);
    private static final Judge JUDGE = new Judge(true);

    private static Figure figure(String name, int concurrency, double ratio, long errors) {
        return new Figure(
                name,
                concurrency,
                1_000,
                1,
                2,
                errors,
                new Floor(1_000 / ratio, 1, ratio, ratio, ratio, COST),
                Limits.NONE,
                new Memory(250, 100),
                COST,
                List.of());
    }

    private static boolean met(Figure figure) {
        return figure.targets().stream().allMatch(Target::met);
    }

    @ParameterizedTest
    @CsvSource({
        "hot-feed, 0.6",
        "new-feed, 0.6",
        "thread, 0.6",
        "post, 0.5",
        "comment, 0.5",
        "vote, 0.5",
        "one-post, 0.9",
        "public-page, 0.5",
    })
    void asksForTheRatioAtSixteen(String name, double limit) {
        var scenario = Scenario.named(name);

        assertThat(met(JUDGE.judged(scenario, figure(name, 16, limit, 0)))).isTrue();
        assertThat(met(JUDGE.judged(scenario, figure(name, 16, limit - 0.01, 0)))).isFalse();
        assertThat(met(JUDGE.judged(scenario, figure(name, 64, limit - 0.01, 0)))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"row-security-read:thread, 0.85", "row-security-write:vote, 0.9"})
    void asksMoreOfGuardedWritesThanOfReads(String name, double limit) {
        var scenario = Scenario.ROW_SECURITY;

        assertThat(met(JUDGE.judged(scenario, figure(name, 16, limit, 0)))).isTrue();
        assertThat(met(JUDGE.judged(scenario, figure(name, 16, limit - 0.01, 0)))).isFalse();
    }

    @Test
    void comparesLatenciesOfAMillionPosts() {
        var slower = alone(new Memory(100, 100), 1.2).withFloorP50(1);
        assertThat(met(JUDGE.judged(Scenario.MILLION_POSTS, slower.figure()))).isTrue();

        var tooSlow = alone(new Memory(100, 100), 1.21).withFloorP50(1);
        assertThat(met(JUDGE.judged(Scenario.MILLION_POSTS, tooSlow.figure()))).isFalse();
    }

    private record Made(Memory memory, double p50) {

        Made withFloorP50(double floorP50) {
            return new Made(memory, p50 / floorP50);
        }

        Figure figure() {
            return new Figure(
                    "made",
                    16,
                    1,
                    p50,
                    p50,
                    0,
                    new Floor(1, 1, 1, 1, 1, COST),
                    Limits.NONE,
                    memory,
                    COST,
                    List.of());
        }
    }

    private static Made alone(Memory memory, double p50) {
        return new Made(memory, p50);
    }

    @Test
    void judgesStartAndMemoryAtRest() {
        assertThat(met(JUDGE.judged(Scenario.START, alone(new Memory(300, 0), 2_000).figure())))
                .isTrue();
        assertThat(met(JUDGE.judged(Scenario.START, alone(new Memory(301, 0), 2_000).figure())))
                .isFalse();
        assertThat(met(JUDGE.judged(Scenario.START, alone(new Memory(300, 0), 2_001).figure())))
                .isFalse();
    }

    @Test
    void judgesTheMostMemoryUnderLoad() {
        var modest = alone(new Memory(450, 0), 1).figure();
        var greedy = alone(new Memory(451, 0), 1).figure();

        assertThat(JUDGE.underLoad(List.of(modest)).map(JudgeTest::met)).contains(true);
        assertThat(JUDGE.underLoad(List.of(modest, greedy)).map(JudgeTest::met)).contains(false);
        assertThat(JUDGE.underLoad(List.of())).isEmpty();
    }

    @Test
    void toleratesNoErrorAtAnyScale() {
        for (var judge : List.of(JUDGE, new Judge(false))) {
            assertThat(met(judge.judged(Scenario.TOKEN, figure("token", 64, 1, 0)))).isTrue();
            assertThat(met(judge.judged(Scenario.TOKEN, figure("token", 64, 1, 1)))).isFalse();
        }
    }

    @Test
    void judgesNothingElseAtOtherScales() {
        var judge = new Judge(false);

        assertThat(met(judge.judged(Scenario.POST, figure("post", 16, 0.01, 0)))).isTrue();
    }
}
