package carapace.server.console;

import java.util.Locale;

/// Counts as pages show them.
final class Numbers {

    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;

    private Numbers() {}

    /// {@return all digits, such as `1,284` or `−4`}
    static String full(long count) {
        return String.format(Locale.ENGLISH, "%,d", count).replace('-', '−');
    }

    /// {@return at most five characters as long as it is below a thousand million}
    static String brief(long count) {
        var size = Math.abs(count);
        var sign = count < 0 ? "−" : "";
        if (size < THOUSAND) {
            return sign + size;
        }
        if (size < 10 * THOUSAND) {
            return sign + size / THOUSAND + "." + size % THOUSAND / 100 + "k";
        }
        return size < MILLION ? sign + size / THOUSAND + "k" : sign + size / MILLION + "M";
    }
}
