package carapace.protocol.key;

/// A server's name inside records: 3 to 64 of `a-z`, `0-9`, `.`, `-`, the first a letter or digit.
/// A record means nothing on a server of another name.
public record Origin(String value) {

    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 64;

    /// @throws IllegalArgumentException when the text is no origin
    public Origin {
        if (!Names.fit(value, LENGTH_MIN, LENGTH_MAX, ".-")) {
            throw new IllegalArgumentException(
                    "an origin has 3 to 64 of a-z, 0-9, . and -, the first a letter or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
