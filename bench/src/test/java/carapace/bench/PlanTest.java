package carapace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static Plan plan(List<Integer> concurrencies, double seconds, int rounds) {
        return new Plan(
                Scale.small(), concurrencies, Duration.ofNanos((long) (seconds * 1e9)), rounds);
    }

    @Test
    void comparesAtSixteenWhereThatIsMeasured() {
        assertThat(plan(List.of(1, 16, 64), 1, 1).comparedConcurrency()).isEqualTo(16);
        assertThat(plan(List.of(1, 4), 1, 1).comparedConcurrency()).isEqualTo(4);
        assertThat(plan(List.of(1, 64, 16), 1, 1).concurrencyMax()).isEqualTo(64);
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(0), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(65), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(1), 0.01, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(1), 31, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(1), 1, 0));
    }

    @Test
    void everyScenarioHasAName() {
        assertThat(Scenario.all()).containsExactlyInAnyOrder(Scenario.values());
        assertThat(Scenario.all())
                .allSatisfy(it -> assertThat(Scenario.named(it.wireName())).isEqualTo(it));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named("hot_feed"))
                .withMessageContaining("hot-feed");
    }
}
