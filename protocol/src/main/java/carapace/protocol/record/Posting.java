package carapace.protocol.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Who may post in a community, besides its moderators.
public enum Posting {
    /// Everybody.
    OPEN,
    /// Who subscribes to it.
    SUBSCRIBERS;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Posting> parse(String text) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(text)).findFirst();
    }
}
