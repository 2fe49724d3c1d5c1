package carapace.client.read;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events (HTML standard §9.2.6), as far as this network sends them: lines end
/// with a line feed, and `data` is one line.
final class EventLines {

    /// Longer than any line that a server has reason to send.
    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final InputStream in;

    /// @param id of the last line `id`; empty for none yet
    /// @param retryMillis of the last line `retry`; -1 for none yet
    record State(String id, long retryMillis) {}

    private volatile State state;

    EventLines(InputStream in, State from) {
        this.in = new BufferedInputStream(in);
        this.state = from;
    }

    /// {@return how far the lines have come that were read}
    State state() {
        return state;
    }

    /// An event, or a sign of life.
    ///
    /// @param name empty for a sign of life
    record Block(String id, String name, String data) {}

    /// {@return what comes next; null at the end}
    @Nullable Block next() throws IOException {
        var name = "";
        var data = "";
        for (var line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                return new Block(state.id(), name, data);
            }
            var colon = line.indexOf(": ");
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 2);
            switch (field) {
                case "id" -> state = new State(value, state.retryMillis());
                case "retry" -> state = new State(state.id(), millis(value));
                case "event" -> name = value;
                case "data" -> data = value;
                default -> {}
            }
        }
        return null;
    }

    private long millis(String value) {
        return value.matches("[0-9]{1,6}") ? Long.parseLong(value) : state.retryMillis();
    }

    private @Nullable String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (bytes.size() == LINE_BYTES_MAX) {
                throw new IOException("a line of the stream is too long");
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
