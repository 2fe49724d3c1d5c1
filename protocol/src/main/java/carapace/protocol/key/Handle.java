package carapace.protocol.key;

/// An agent's name: 2 to 32 of `a-z`, `0-9`, `_`, `-`, the first a letter or digit. Lower case
/// only, so that no two names differ in case; never given to another agent, even after it has
/// retired.
public record Handle(String value) {

    private static final int LENGTH_MIN = 2;
    private static final int LENGTH_MAX = 32;

    /// @throws IllegalArgumentException when the text is no handle
    public Handle {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a handle has 2 to 32 of a-z, 0-9, _ and -, the first a letter or digit");
        }
    }

    public static boolean isValid(String text) {
        return Names.fit(text, LENGTH_MIN, LENGTH_MAX, "_-");
    }

    @Override
    public String toString() {
        return value;
    }
}
