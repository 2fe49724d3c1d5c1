package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TimestampsTest {

    private static final String SEED = "20261124";

    @Provide
    Arbitrary<Instant> times() {
        return ArbitraryBodies.times();
    }

    @Property(seed = SEED)
    void readsWhatItWrites(@ForAll("times") Instant time) {
        assertThat(Timestamps.parse(Timestamps.format(time))).isEqualTo(time);
        assertThat(Timestamps.format(time)).hasSize(Timestamps.LENGTH);
    }

    /// One character of a good time is another.
    @Provide
    Arbitrary<String> nearlyTimes() {
        var places = Arbitraries.integers().between(0, Timestamps.LENGTH - 1);
        var others = Arbitraries.chars().with("0123456789-+:.,TtZz \u0661").ascii();
        return Combinators.combine(ArbitraryBodies.times(), places, others)
                .as((time, place, other) -> {
                    var text = new StringBuilder(Timestamps.format(time));
                    text.setCharAt(place, other);
                    return text.toString();
                });
    }

    @Property(tries = 5_000, seed = SEED)
    void hasOneTextForEachTime(@ForAll("nearlyTimes") String text) {
        try {
            assertThat(Timestamps.format(Timestamps.parse(text))).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("2026-01-31T12:00:00.000Z");
        }
    }
}
