package carapace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private static Measured of(int seconds, int... millis) {
        var latency = Measured.histogram();
        for (var each : millis) {
            latency.recordValue(each * 1_000_000L);
        }
        return new Measured(millis.length, 0, seconds, latency, false);
    }

    @Test
    void knowsTheMiddleAndTheTail() {
        var latency = Measured.histogram();
        for (var millis = 1; millis <= 100; millis++) {
            latency.recordValue(millis * 1_000_000L);
        }
        var measured = new Measured(100, 0, 2, latency, false);

        assertThat(measured.p50Millis()).isCloseTo(50, within(0.1));
        assertThat(measured.p99Millis()).isCloseTo(99, within(0.1));
        assertThat(measured.perSecond()).isEqualTo(50);
    }

    @Test
    void addsWindowsUp() {
        var sum = Measured.sum(List.of(of(1, 10, 10, 10), of(2, 40)));

        assertThat(sum.requests()).isEqualTo(4);
        assertThat(sum.seconds()).isEqualTo(3);
        assertThat(sum.p50Millis()).isCloseTo(10, within(0.1));
        assertThat(sum.p99Millis()).isCloseTo(40, within(0.1));
        assertThat(sum.exhausted()).isFalse();
    }

    @Test
    void saysNothingAboutNothing() {
        assertThat(Measured.sum(List.of()).perSecond()).isZero();
    }
}
