package carapace.client.read;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The order of a feed. What each means is in the server's `docs/ranking.md`.
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

    /// {@return the parameters that ask for it}
    String query() {
        return time.isEmpty() ? "sort=" + sort : "sort=%s&time=%s".formatted(sort, time);
    }

    /// {@return the order of these names, as the server has them}
    ///
    /// @param time empty but for `top`, where that is the day
    /// @throws IllegalArgumentException for what makes none, with the names of those that do
    public static FeedSort named(String sort, String time) {
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
