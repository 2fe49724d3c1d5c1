package carapace.server.access.limit;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.access.Limits;
import carapace.server.access.limit.RateLimits.Taken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final RateLimits limits =
            new RateLimits(Limits.inForce(Map.of("agent-requests", "3/30s")), clock);

    private Taken take(String holder) {
        return limits.take(Limits.AGENT_REQUESTS, holder);
    }

    @Test
    void tellsWhatIsLeftAndWhenMoreComes() {
        assertThat(take("ada").allowance().remaining()).isEqualTo(2);
        take("ada");
        assertThat(take("ada").allowance().state()).isEqualTo("\"agent-requests\";r=0;t=30");
        assertThat(take("ada"))
                .isInstanceOfSatisfying(
                        Taken.Exceeded.class,
                        exceeded ->
                                assertThat(exceeded.retryAfter())
                                        .isEqualTo(Duration.ofSeconds(10)));
        now.updateAndGet(before -> before.plusSeconds(10));
        assertThat(take("ada")).isInstanceOf(Taken.Permitted.class);
        assertThat(take("ada")).isInstanceOf(Taken.Exceeded.class);
    }

    @Test
    void countsEachHolderAlone() {
        for (var i = 0; i < 3; i++) {
            take("ada");
        }
        assertThat(take("bob")).isInstanceOf(Taken.Permitted.class);
        assertThat(limits.take(Limits.AGENT_TOKENS, "ada")).isInstanceOf(Taken.Permitted.class);
    }

    @Test
    void statesItsPolicy() {
        assertThat(take("ada").allowance().policy()).isEqualTo("\"agent-requests\";q=3;w=30");
    }
}
