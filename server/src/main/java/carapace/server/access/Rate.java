package carapace.server.access;

import java.time.Duration;
import java.util.regex.Pattern;

/// So many in so long, refilled steadily.
///
/// @param count 1 to 1,000,000,000
/// @param period 1 second to 1 day
public record Rate(long count, Duration period) {

    private static final long COUNT_MAX = 1_000_000_000;
    private static final Duration PERIOD_MAX = Duration.ofDays(1);
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,10})/([0-9]{0,5})([smhd])");

    public Rate {
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("count must be 1 to 1000000000, not " + count);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(PERIOD_MAX) > 0) {
            throw new IllegalArgumentException("period must be 1s to 1d, not " + period);
        }
    }

    static Rate perMinute(long count) {
        return new Rate(count, Duration.ofMinutes(1));
    }

    static Rate perHour(long count) {
        return new Rate(count, Duration.ofHours(1));
    }

    /// Reads `COUNT/PERIOD`, where the period is like `s`, `10s`, `1m`, `h`, `1d`.
    public static Rate parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a rate is COUNT/PERIOD such as 600/1m, not " + text);
        }
        var units = matcher.group(2).isEmpty() ? 1 : Long.parseLong(matcher.group(2));
        var period =
                switch (matcher.group(3)) {
                    case "s" -> Duration.ofSeconds(units);
                    case "m" -> Duration.ofMinutes(units);
                    case "h" -> Duration.ofHours(units);
                    default -> Duration.ofDays(units);
                };
        return new Rate(Long.parseLong(matcher.group(1)), period);
    }
}
