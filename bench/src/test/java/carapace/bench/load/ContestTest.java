package carapace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);

    /// Always as fast, if enough was made ready.
    private static final class Runner implements Contestant {

        private final String name;
        private final int perSecond;
        private final List<String> turns;
        private final List<Integer> prepared = new ArrayList<>();

        Runner(String name, int perSecond, List<String> turns) {
            this.name = name;
            this.perSecond = perSecond;
            this.turns = turns;
        }

        @Override
        public void prepare(int requests) {
            prepared.add(requests);
        }

        @Override
        public Measured window(int concurrency, Duration duration) {
            turns.add(name);
            var sent = Math.min(perSecond, prepared.getLast());
            return new Measured(sent, 0, 1, Measured.histogram(), sent < perSecond);
        }
    }

    private final List<String> turns = new ArrayList<>();

    @Test
    void letsContestantsTakeTurnsThereAndBack() throws Exception {
        var results =
                new Contest(WINDOW, 3, Meter.none())
                        .run(16, List.of(new Runner("a", 100, turns), new Runner("b", 50, turns)));

        assertThat(String.join("", turns)).isEqualTo("aabb" + "ab" + "ba" + "ab");
        assertThat(results.get(0).windows()).hasSize(3);
        assertThat(results.get(0).medianPerSecond()).isEqualTo(100);
        assertThat(results.get(1).medianPerSecond()).isEqualTo(50);
    }

    @Test
    void measuresAgainWhenWhatWasPreparedDidNotLast() throws Exception {
        var fast = new Runner("a", 20_000, turns);

        var results = new Contest(WINDOW, 1, Meter.none()).run(1, List.of(fast));

        assertThat(results.getFirst().windows())
                .singleElement()
                .satisfies(window -> {
                    assertThat(window.exhausted()).isFalse();
                    assertThat(window.requests()).isEqualTo(20_000);
                });
        assertThat(fast.prepared).hasSizeGreaterThan(3).isSorted();
    }

    @Test
    void countsWhatEachWindowCosts() throws Exception {
        var reads = new ArrayList<Integer>();
        Meter meter =
                () -> {
                    reads.add(0);
                    return new Meter.Cost(reads.size() * 1_000.0, 0, 0);
                };

        var result = new Contest(WINDOW, 2, meter).run(1, List.of(new Runner("a", 10, turns)));

        assertThat(result.getFirst().costPerRequest().servers()).isEqualTo(100);
        assertThat(result.getFirst().costPerRequest().total()).isEqualTo(100);
    }

    @Test
    void takesTheMiddle() {
        assertThat(Contest.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Contest.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
        assertThat(Contest.median(List.of())).isZero();
    }
}
