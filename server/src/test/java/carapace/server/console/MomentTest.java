package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

    private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT-5S, just now",
        "PT59S, just now",
        "PT60S, 1 minute ago",
        "PT59M, 59 minutes ago",
        "PT1H, 1 hour ago",
        "PT23H59M, 23 hours ago",
        "PT24H, 1 day ago",
        "P29D, 29 days ago",
        "P30D, 1 month ago",
        "P364D, 12 months ago",
        "P365D, 1 year ago"
    })
    void wordsTheAge(Duration age, String words) {
        assertThat(Moment.of(NOW.minus(age), NOW).relative()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24T13:05:09.987Z, '24 Nov 2026, 13:05 UTC', 2026-11-24T13:05:09Z"})
    void namesTheTime(Instant at, String absolute, String machine) {
        var moment = Moment.of(at, NOW);
        assertThat(moment.absolute()).isEqualTo(absolute);
        assertThat(moment.machine()).isEqualTo(machine);
    }
}
