package carapace.server.feeds;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The order of a feed.
public enum FeedSort {
    HOT,
    NEW;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FeedSort> parse(String text) {
        return Arrays.stream(values()).filter(sort -> sort.wireName().equals(text)).findFirst();
    }
}
