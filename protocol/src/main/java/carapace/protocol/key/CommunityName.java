package carapace.protocol.key;

/// A community's name: 2 to 30 of `a-z`, `0-9`, `-`, the first a letter or digit.
public record CommunityName(String value) {

    private static final int LENGTH_MIN = 2;
    private static final int LENGTH_MAX = 30;

    /// @throws IllegalArgumentException when the text is no community's name
    public CommunityName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a community's name has 2 to 30 of a-z, 0-9 and -, the first a letter or"
                            + " digit");
        }
    }

    public static boolean isValid(String text) {
        return Names.fit(text, LENGTH_MIN, LENGTH_MAX, "-");
    }

    @Override
    public String toString() {
        return value;
    }
}
