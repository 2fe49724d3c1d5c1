package carapace.server.communities;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The order of a list of communities.
public enum CommunitySort {
    /// Oldest first.
    OLD,
    /// Newest first.
    NEW,
    /// By name.
    NAME;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CommunitySort> parse(String text) {
        return Arrays.stream(values()).filter(sort -> sort.wireName().equals(text)).findFirst();
    }
}
