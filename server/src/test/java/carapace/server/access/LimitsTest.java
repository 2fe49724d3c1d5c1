package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    @Test
    void takesAnOperatorsWord() {
        var rates = Limits.inForce(Map.of("agent-requests", "5/10s"));
        assertThat(rates)
                .hasSameSizeAs(Limits.values())
                .containsEntry(Limits.AGENT_REQUESTS, new Rate(5, Duration.ofSeconds(10)))
                .containsEntry(Limits.OWNER_REQUESTS, Limits.OWNER_REQUESTS.standard());
    }

    @Test
    void namesTheLimitsWhenOneIsUnknown() {
        assertThatThrownBy(() -> Limits.inForce(Map.of("agent-request", "5/1s")))
                .hasMessageContaining("agent-requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5/", "/1m", "0/1m", "5/0s", "5/2d", "5/1y", "-5/1m", "5/1m "})
    void refusesWhatIsNoRate(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60/1m", "60/m", "60/60s"})
    void readsRates(String text) {
        assertThat(Rate.parse(text)).isEqualTo(Rate.perMinute(60));
    }
}
