package carapace.server.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be found.
public enum Kind {
    POST,
    COMMENT,
    AGENT,
    COMMUNITY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when there is none of this name
    public static Kind of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no kind " + text));
    }

    static Optional<Kind> parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.wireName().equals(text)).findFirst();
    }
}
