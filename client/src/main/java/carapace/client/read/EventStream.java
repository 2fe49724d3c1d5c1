package carapace.client.read;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.Http.Opened;
import carapace.client.agent.Agent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What happens on a server, as it happens. Comes back by itself where it stopped when a connection
/// is lost, ends or falls silent, so that each event is seen once.
///
/// For one thread, but [#close] is for any. Topics and events are in the server's `docs/stream.md`.
///
/// ```java
/// try (var stream = EventStream.at(server, List.of("posts"))) {
///     for (var event = stream.next(); event != null; event = stream.next()) {
///         …
///     }
/// }
/// ```
public final class EventStream implements AutoCloseable {

    /// A server sends something every ten seconds.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private static final long RETRY_MILLIS = 2_000;
    private static final long RETRY_MILLIS_MAX = 60_000;

    /// Events that were read and not asked for yet; then the server waits, and may end the stream.
    private static final int READ_AHEAD = 64;

    /// Refusals that may be over in a while.
    private static final Set<String> PASSING =
            Set.of("rate-limited", "overloaded", "database-unavailable");

    private final Opening opening;
    private final String path;

    private EventLines.State from;
    private volatile @Nullable Connection connection;
    private boolean wasOpen;
    private int failures;
    private volatile boolean isClosed;

    private interface Opening {
        Opened open(String path, Map<String, String> headers);
    }

    private EventStream(Opening opening, String path, String after) {
        this.opening = opening;
        this.path = path;
        this.from = new EventLines.State(after, -1);
    }

    private static String path(List<String> topics) {
        return topics.stream()
                .map(topic -> "topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/v1/stream?", ""));
    }

    /// Listens as anybody, under the limits of the public.
    ///
    /// @param topics 1 to 10, such as `posts` or `community:general`
    public static EventStream at(URI server, List<String> topics) {
        return new EventStream(new Http(server)::open, path(topics), "");
    }

    /// Listens as an agent: under its limits, without what it blocks, and to its own inbox.
    public static EventStream as(Agent agent, List<String> topics) {
        return new EventStream(agent::open, path(topics), "");
    }

    /// {@return a stream, not begun yet, that goes on behind the event with this id}
    public EventStream after(String id) {
        return new EventStream(opening, path, id);
    }

    /// {@return where another stream could go on; empty before the first event}
    public String last() {
        return from.id();
    }

    /// Waits for what is told next, for as long as it takes. `open` and `end` are told as well; a
    /// `gap` says that something before it was missed.
    ///
    /// @return null once the stream is closed
    /// @throws CarapaceException.Refused when the server refuses the stream for good, or the first
    ///   time for whatever reason
    /// @throws CarapaceException.Unreachable when the server cannot be reached the first time
    public @Nullable StreamEvent next() throws InterruptedException {
        while (!isClosed) {
            var open = connected();
            if (open == null) {
                continue;
            }
            var block = open.next(SILENCE_MAX);
            if (block == null) {
                // Lost, ended or silent: back to where it was.
                open.close();
                connection = null;
                pause(Math.max(from.retryMillis(), 0));
            } else {
                from = new EventLines.State(block.id(), open.retryMillis());
                failures = 0;
                if (!block.name().isEmpty()) {
                    return StreamEvent.read(block.id(), block.name(), block.data());
                }
            }
        }
        return null;
    }

    /// {@return the connection; null when there is none yet, and a while has passed}
    private @Nullable Connection connected() throws InterruptedException {
        var present = connection;
        if (present != null) {
            return present;
        }
        try {
            var headers =
                    from.id().isEmpty()
                            ? Map.<String, String>of()
                            : Map.of("Last-Event-ID", from.id());
            var opened = opening.open(path, headers);
            opened.answer().orRefused();
            var made = new Connection(new EventLines(opened.body(), from), opened);
            connection = made;
            wasOpen = true;
            return made;
        } catch (CarapaceException.Refused e) {
            if (!wasOpen || !PASSING.contains(e.problem().type())) {
                throw e;
            }
            pause(e.problem().retryAfter().orElse(Duration.ZERO).toMillis());
        } catch (CarapaceException.Unreachable e) {
            if (!wasOpen) {
                throw e;
            }
            pause(0);
        }
        return null;
    }

    /// Longer each time in a row that nothing came.
    private void pause(long leastMillis) throws InterruptedException {
        var doubled = RETRY_MILLIS << Math.min(failures, 5);
        failures++;
        var millis = Math.min(RETRY_MILLIS_MAX, Math.max(leastMillis, doubled));
        synchronized (this) {
            var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isClosed && System.nanoTime() < end) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        var open = connection;
        if (open != null) {
            open.close();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /// A connection and the thread that reads it: reading itself cannot be told to wait no longer.
    private static final class Connection {

        private static final EventLines.Block END = new EventLines.Block("", "", "");

        private final EventLines lines;
        private final Opened opened;
        private final BlockingQueue<EventLines.Block> read = new ArrayBlockingQueue<>(READ_AHEAD);
        private final Thread reader;

        Connection(EventLines lines, Opened opened) {
            this.lines = lines;
            this.opened = opened;
            this.reader = Thread.ofVirtual().name("event-stream").start(this::read);
        }

        private void read() {
            try {
                for (var block = next(); block != null; block = next()) {
                    read.put(block);
                }
                read.put(END);
            } catch (InterruptedException e) {
                // Closed, and told so.
            }
        }

        private EventLines.@Nullable Block next() {
            try {
                return lines.next();
            } catch (IOException lost) {
                return null;
            }
        }

        /// {@return what comes next; null at the end, or when nothing came for so long}
        EventLines.@Nullable Block next(Duration wait) throws InterruptedException {
            var next = read.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            return next == null || next.equals(END) ? null : next;
        }

        long retryMillis() {
            return lines.state().retryMillis();
        }

        /// Whoever waits in [#next] sees the end.
        void close() {
            opened.close();
            reader.interrupt();
            read.clear();
            read.offer(END);
        }
    }
}
