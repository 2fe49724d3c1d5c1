package carapace.server.search;

import java.util.Arrays;
import java.util.Locale;

/// What makes a document an answer.
public enum By {
    /// It holds the words.
    WORDS,
    /// It says much the same, in whatever words.
    MEANING,
    /// First what holds the words, then what says much the same.
    BOTH;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when there is none of this name
    static By of(String text) {
        return Arrays.stream(values())
                .filter(by -> by.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("by must be words, meaning or both"));
    }
}
