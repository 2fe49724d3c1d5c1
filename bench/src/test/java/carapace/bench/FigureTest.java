package carapace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import carapace.bench.Figure.Limits;
import carapace.bench.Figure.Memory;
import carapace.bench.load.Contest;
import carapace.bench.load.Measured;
import carapace.bench.load.Meter.Cost;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static Contest.Result result(double micros, long errors, long... perSecond) {
        var windows =
                Arrays.stream(perSecond).mapToObj(requests -> window(requests, errors)).toList();
        var costs =
                Arrays.stream(perSecond)
                        .mapToObj(requests -> new Cost(requests * micros, 0, 0))
                        .toList();
        return new Contest.Result(windows, costs);
    }

    private static Measured window(long requests, long errors) {
        var latency = Measured.sum(List.of()).latency();
        latency.recordValue(1_000_000);
        return new Measured(requests, errors, 1, latency, false);
    }

    @Test
    void dividesTheMediansAndTellsTheSpread() {
        var figure =
                Figure.of(
                        "vote",
                        16,
                        result(200, 1, 50, 60, 90),
                        result(100, 2, 100, 100, 300),
                        Limits.NONE,
                        new Memory(1, 1));

        var floor = Objects.requireNonNull(figure.floor());
        assertThat(figure.rps()).isEqualTo(60);
        assertThat(figure.errors()).isEqualTo(9);
        assertThat(floor.ratio()).isCloseTo(0.6, within(1e-9));
        assertThat(floor.ratioLow()).isCloseTo(0.3, within(1e-9));
        assertThat(floor.ratioHigh()).isCloseTo(0.6, within(1e-9));
        assertThat(floor.costRatio(figure.cost())).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void isNoGoodAgainstNothing() {
        var figure =
                Figure.of("x", 1, result(1, 0, 5), result(1, 0, 0), Limits.NONE, new Memory(1, 1));

        assertThat(Objects.requireNonNull(figure.floor()).ratio()).isZero();
    }

    @Test
    void showsInTheTableWhatWasMissed() {
        var figure =
                Figure.of(
                                "vote",
                                16,
                                result(200, 0, 60),
                                result(100, 0, 100),
                                new Limits(5_000.0, 20_000.0),
                                new Memory(250, 100))
                        .with(List.of(Target.atLeast("ratio", 0.7, 0.6)));

        assertThat(Report.table(List.of(figure)))
                .contains("vote", "0.60–0.60", "5000", "20000", "250", "ratio ≥ 0.70 MISSED");
    }

    @Test
    void saysMetOnlyWhenItIs() {
        assertThat(Target.atLeast("ratio", 0.7, 0.7).says()).isEqualTo("ratio ≥ 0.70 met");
        assertThat(Target.atMost("ms", 2_000, 2_000.1).says()).isEqualTo("ms ≤ 2000 MISSED");
    }
}
