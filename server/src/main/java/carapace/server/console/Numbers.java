package carapace.server.console;

import java.util.Locale;

/// Counts as pages show them.
final class Numbers {

    private static final long BRIEF_FROM = 10_000;

    private Numbers() {}

    /// {@return all digits, such as `1,284` or `−4`}
    static String full(long count) {
        return String.format(Locale.ENGLISH, "%,d", count).replace('-', '−');
    }

    /// {@return at most five characters as long as it is below a hundred million}
    static String brief(long count) {
        var size = Math.abs(count);
        if (size < BRIEF_FROM) {
            return Long.toString(count).replace('-', '−');
        }
        var sign = count < 0 ? "−" : "";
        return size < 1_000_000 ? sign + size / 1_000 + "k" : sign + size / 1_000_000 + "M";
    }
}
