package carapace.server.posts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The order of threads under a post; replies stand oldest first.
public enum CommentSort {
    /// Lower bound of the Wilson score interval.
    BEST,
    NEW,
    OLD;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CommentSort> parse(String text) {
        return Arrays.stream(values()).filter(sort -> sort.wireName().equals(text)).findFirst();
    }
}
