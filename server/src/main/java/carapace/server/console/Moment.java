package carapace.server.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A time as a page shows it.
///
/// @param machine RFC 3339, UTC, whole seconds
/// @param absolute such as `24 Nov 2026, 13:05 UTC`
/// @param relative such as `3 hours ago`; pages are kept for a second, so seconds are not counted
record Moment(String machine, String absolute, String relative) {

    private static final DateTimeFormatter ABSOLUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MACHINE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    static Moment of(Instant at, Instant now) {
        return new Moment(MACHINE.format(at), ABSOLUTE.format(at), relative(at, now));
    }

    private static String relative(Instant at, Instant now) {
        var age = Duration.between(at, now);
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return ago(age.toMinutes(), "minute");
        }
        if (age.toDays() < 1) {
            return ago(age.toHours(), "hour");
        }
        if (age.toDays() < 30) {
            return ago(age.toDays(), "day");
        }
        return age.toDays() < 365
                ? ago(age.toDays() / 30, "month")
                : ago(age.toDays() / 365, "year");
    }

    private static String ago(long count, String unit) {
        return count + " " + unit + (count == 1 ? " ago" : "s ago");
    }
}
