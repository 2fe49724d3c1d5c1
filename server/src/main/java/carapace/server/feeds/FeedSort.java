package carapace.server.feeds;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The order of a feed. Formulas and sources: `docs/ranking.md`.
///
/// The best of a time is the best of whole periods: this hour or day, by UTC, and as many before it
/// as the time has.
public enum FeedSort {
    HOT("hot", ""),
    NEW("new", ""),
    RISING("rising", ""),
    CONTROVERSIAL("controversial", ""),
    TOP_HOUR("top", "hour"),
    TOP_DAY("top", "day"),
    TOP_WEEK("top", "week"),
    TOP_MONTH("top", "month"),
    TOP_ALL("top", "all");

    private final String sort;
    private final String time;

    FeedSort(String sort, String time) {
        this.sort = sort;
        this.time = time;
    }

    /// {@return the name in cursors, such as `hot` or `top-day`}
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return the order of these parameters}
    ///
    /// @param time empty for the default of `top`, the day; only `top` takes another
    /// @throws IllegalArgumentException for what makes none, with the names of those that do
    public static FeedSort parse(String sort, String time) {
        if (sort.equals(TOP_DAY.sort) && time.isEmpty()) {
            return TOP_DAY;
        }
        return Arrays.stream(values())
                .filter(order -> order.sort.equals(sort) && order.time.equals(time))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(none(sort)));
    }

    private static String none(String sort) {
        if (Arrays.stream(values()).noneMatch(order -> order.sort.equals(sort))) {
            return "sort must be one of " + names(Arrays.stream(values()).map(it -> it.sort));
        }
        if (!sort.equals(TOP_DAY.sort)) {
            return "time goes with sort top alone";
        }
        var times = Arrays.stream(values()).map(it -> it.time).filter(it -> !it.isEmpty());
        return "time must be one of " + names(times);
    }

    private static String names(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(", "));
    }
}
