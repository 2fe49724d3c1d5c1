package carapace.server.notifications.stream;

import carapace.protocol.json.JsonWriter;
import carapace.server.ledger.Place;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream that is open. [Streams] puts events into its queue; a thread of its own takes them out
/// and writes them, so that a slow reader holds up nobody.
final class OpenStream implements Runnable {

    /// Events that wait. A reader for which more come ends, and comes back for the rest.
    static final int QUEUE_MAX = 256;

    /// Longer than a proxy or a lost connection goes unnoticed, shorter than either gives up.
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);

    /// Events that are written at once.
    private static final int AT_ONCE_MAX = 64;

    private static final int INBOX_PAGE = 100;

    /// A comment: a name without a value would be another event.
    private static final String BEAT = ":\n";

    private final Asked asked;
    private final Sink sink;
    private final Streams streams;
    private final Clock clock;
    private final int retryMillis;
    private final Instant until;
    private final BlockingQueue<Told> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean inboxNews = new AtomicBoolean();

    /// Why the stream ends; null while it does not.
    private volatile @Nullable String ending;

    /// Guarded by [Streams]: whether something was left out of the queue. Nothing is put in from
    /// then on, or what comes after the gap would hide it.
    private volatile boolean behind;

    /// Set when [Streams] takes the stream in: everything behind it comes by the queue.
    private volatile Place joined = new Place(0, 0);

    // Owned by the stream's thread.
    private Position position;

    /// What can be in a queue.
    private sealed interface Told {}

    private record Happened(Event event) implements Told {}

    /// Wakes the thread, which looks what there is to do.
    private record Look() implements Told {}

    OpenStream(Asked asked, Sink sink, Streams streams, Clock clock, int retryMillis) {
        this.asked = asked;
        this.sink = sink;
        this.streams = streams;
        this.clock = clock;
        this.retryMillis = retryMillis;
        this.until = clock.instant().plus(asked.stay());
        this.position = new Position(joined, Instant.EPOCH, 0);
    }

    Asked asked() {
        return asked;
    }

    void join(Place place) {
        joined = place;
    }

    /// Called in the order of events, by one thread at a time. Never waits.
    void tell(Event event) {
        if (behind || !queue.offer(new Happened(event))) {
            behind = true;
        }
    }

    /// Lets the stream look at its reader's inbox.
    void tellOfInbox() {
        if (!inboxNews.getAndSet(true)) {
            queue.offer(new Look());
        }
    }

    /// Ends the stream; nothing is told any more but why.
    void end(String reason) {
        ending = reason;
        queue.clear();
        queue.offer(new Look());
    }

    /// Ends the stream if its reader could not ask for it again now.
    void endUnlessHolding() {
        var ended = streams.ended(asked.standing());
        if (ending == null) {
            ended.ifPresent(why -> end(why.wireName()));
        }
    }

    @Override
    public void run() {
        try {
            begin();
            while (ending == null) {
                tellNext();
            }
            sink.send(Event.text("end", reason(String.valueOf(ending))));
        } catch (IOException gone) {
            LOG.debug("a stream's reader is gone: {}", gone.toString());
        } catch (RuntimeException e) {
            // Its reader comes back to where it was.
            LOG.warn("a stream ended: {}", e.toString());
        } finally {
            streams.leave(this);
            sink.close();
        }
    }

    private static String reason(String reason) {
        return new JsonWriter().text("reason", reason).write();
    }

    private void begin() throws IOException {
        position = start();
        var topics = asked.topics().stream().map(Topic::wireName).sorted().toList();
        sink.send(
                "retry: "
                        + retryMillis
                        + "\n"
                        + id()
                        + Event.text("open", new JsonWriter().texts("topics", topics).write()));
        catchUp();
        if (asked.inbox() != null) {
            tellInbox();
        }
        if (asked.stay().isZero() && ending == null) {
            ending = "time-over";
        }
    }

    private Position start() {
        var from = asked.from();
        if (from != null) {
            return from;
        }
        var inbox = asked.inbox();
        var newest = inbox == null ? 0 : streams.inbox().newest(inbox);
        return new Position(joined, clock.instant(), newest);
    }

    /// Tells what happened between where the reader was and where the queue begins.
    private void catchUp() throws IOException {
        switch (streams.missed(asked, position, joined)) {
            case Missed.TooMuch(var reason) -> {
                position = position.at(joined, clock.instant());
                sink.send(id() + Event.text("gap", reason(reason)));
            }
            case Missed.Events(var events) -> {
                for (var from = 0; from < events.size(); from += AT_ONCE_MAX) {
                    send(events.subList(from, Math.min(events.size(), from + AT_ONCE_MAX)));
                }
                if (joined.isAfter(position.place())) {
                    position = position.at(joined, clock.instant());
                }
            }
        }
    }

    private void tellNext() throws IOException {
        var first = next();
        if (ending != null) {
            return;
        }
        if (first == null) {
            beat();
            return;
        }
        var events = new ArrayList<Event>();
        for (var told = first; told != null; told = next(events.size())) {
            switch (told) {
                case Happened(var event) -> events.add(event);
                case Look _ -> {}
            }
        }
        send(events);
        if (inboxNews.getAndSet(false)) {
            tellInbox();
        }
        if (behind && queue.isEmpty() && ending == null) {
            ending = "behind";
        }
    }

    private @Nullable Told next(int taken) {
        return taken < AT_ONCE_MAX ? queue.poll() : null;
    }

    /// {@return what comes next; null when nothing did for a while, or the time is over}
    private @Nullable Told next() {
        var left = Duration.between(clock.instant(), until);
        var wait = left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT;
        try {
            return wait.isPositive() ? queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS) : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending = "closing";
            return null;
        }
    }

    /// The id goes on while nothing happens that the reader asked for, so that it may come back
    /// after any time.
    private void beat() throws IOException {
        // First this: what was put into the queue before is seen in it.
        var latest = streams.latest();
        if (queue.isEmpty()) {
            var place = latest.isAfter(position.place()) ? latest : position.place();
            position = position.at(place, clock.instant());
            endUnlessHolding();
            if (ending == null) {
                sink.send(BEAT + id() + "\n");
            }
        }
        if (ending == null && !clock.instant().isBefore(until)) {
            ending = "time-over";
        }
    }

    private void send(List<Event> events) throws IOException {
        var text = new StringBuilder();
        for (var event : events) {
            // A node that is ahead of this one may have told it.
            if (event.place().isAfter(position.place())) {
                position = position.at(event.place(), event.at());
                text.append(id()).append(event.text());
            }
        }
        send(text);
    }

    private void tellInbox() throws IOException {
        var reader = asked.inbox();
        if (reader == null) {
            return;
        }
        var page = streams.inbox().after(reader, position.inbox(), INBOX_PAGE);
        while (!page.isEmpty()) {
            var text = new StringBuilder();
            for (var entry : page) {
                position = position.inboxAt(entry.position());
                text.append(id()).append(Event.text("notification", entry.json()));
            }
            send(text);
            page =
                    page.size() < INBOX_PAGE || ending != null
                            ? List.of()
                            : streams.inbox().after(reader, position.inbox(), INBOX_PAGE);
        }
    }

    /// The last look at the reader's authority before anything is told.
    private void send(CharSequence text) throws IOException {
        endUnlessHolding();
        if (ending == null && !text.isEmpty()) {
            sink.send(text.toString());
        }
    }

    private String id() {
        return "id: " + position + "\n";
    }
}
