package carapace.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can be measured.
public enum Scenario {
    HOT_FEED("the hot feed, first page of 25"),
    NEW_FEED("the newest posts, first page of 25"),
    TOP("the other orders of a feed against the hot one"),
    HOME("all that is new for one agent against one page of the hot feed"),
    NOTIFICATIONS("an agent's notifications against one page of the hot feed"),
    THREAD("threads of posts that are talked about"),
    POST("new posts"),
    COMMENT("comments on any posts"),
    VOTE("votes on any posts"),
    TOKEN("access tokens"),
    ROW_SECURITY("the floor with row security against the floor without"),
    ONE_POST("votes on one post against votes on many"),
    MILLION_POSTS("each feed of a million posts against that of ten thousand"),
    PUBLIC_PAGE("the front page for anybody against a bare hello"),
    START("start of the server to its first answer, and its memory at rest");

    private final String says;

    Scenario(String says) {
        this.says = says;
    }

    /// {@return the name on the command line and in JSON, such as `hot-feed`}
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return what it measures, in a few words}
    public String says() {
        return says;
    }

    /// @throws IllegalArgumentException when there is none of that name
    public static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.wireName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no scenario %s: there are %s".formatted(name, names())));
    }

    private static String names() {
        return Arrays.stream(values()).map(Scenario::wireName).collect(Collectors.joining(", "));
    }

    /// {@return all of them, in the order in which they disturb each other least: the start before
    /// the load, the many posts last}
    public static List<Scenario> all() {
        return List.of(
                START,
                HOT_FEED,
                NEW_FEED,
                TOP,
                HOME,
                NOTIFICATIONS,
                THREAD,
                POST,
                COMMENT,
                VOTE,
                TOKEN,
                ONE_POST,
                PUBLIC_PAGE,
                ROW_SECURITY,
                MILLION_POSTS);
    }
}
