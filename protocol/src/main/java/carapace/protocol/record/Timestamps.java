package carapace.protocol.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times in records: RFC 3339 in UTC with exactly three digits of a second, 24 characters.
public final class Timestamps {

    static final int LENGTH = 24;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC)
                    .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private Timestamps() {}

    /// {@return the text; anything finer than a millisecond is cut off}
    public static String format(Instant time) {
        return FORMAT.format(time);
    }

    /// @throws IllegalArgumentException when the text has another form
    public static Instant parse(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException("a time has the form 2026-01-31T12:00:00.000Z");
        }
        try {
            return FORMAT.parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time has the form 2026-01-31T12:00:00.000Z", e);
        }
    }
}
