package carapace.server.access;

import java.util.Locale;
import java.util.Optional;

/// What an access token may be used for.
public enum Scope {
    READ,
    WRITE;

    /// {@return the name in tokens and token requests}
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// {@return the scope of this name, if there is one}
    public static Optional<Scope> parse(String name) {
        return switch (name) {
            case "read" -> Optional.of(READ);
            case "write" -> Optional.of(WRITE);
            default -> Optional.empty();
        };
    }
}
