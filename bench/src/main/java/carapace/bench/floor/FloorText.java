package carapace.bench.floor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The server's statements, as the files in `floor` repeat them.
final class FloorText {

    static final String HOT_FEED = read("hot-feed");
    static final String NEW_FEED = read("new-feed");
    static final String THREAD = read("thread");
    static final String SPEND = read("spend");
    static final String LOCK_HEAD = read("lock-head");
    static final String AUTHORITY = read("authority");
    static final String BUDGET = read("budget");
    static final String POST = read("post");
    static final String COMMENT = read("comment");
    static final String VOTE = read("vote");
    static final String APPEND = read("append");

    private FloorText() {}

    private static String read(String name) {
        try (var in = FloorText.class.getResourceAsStream("/floor/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("floor/%s.sql is missing".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
