package carapace.server.notifications.stream;

import carapace.protocol.key.Handle;
import carapace.server.access.AccessOptions;
import carapace.server.access.AgentKeys;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Standing;
import carapace.server.database.Rounds;
import carapace.server.ledger.Place;
import carapace.server.ledger.Recent;
import carapace.server.ledger.RecordAccepted;
import carapace.server.notifications.Inbox;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The streams that are open on this node, and what they are told.
@Component
class Streams
        implements ApplicationListener<PayloadApplicationEvent<RecordAccepted>>, SmartLifecycle {

    /// Records that wait to be read for the streams; some seconds of a busy network.
    private static final int WAITING_MAX = 10_000;

    /// Records whose events are read at once.
    private static final int PAGE = 500;

    /// Records that are looked through for a reader that was away, and events that it is told.
    private static final int LOOKED_THROUGH_MAX = 20_000;

    private static final int CATCH_UP_MAX = 1_000;

    /// Readers for whom the node looks through the past at once: it costs more than all else here,
    /// and the rest are told to read the feed.
    private static final int CATCH_UPS_AT_ONCE = 4;

    private static final Duration WAIT = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LEAVING_MAX = Duration.ofSeconds(2);

    /// Readers that all lost their streams at once come back spread over this time.
    private static final int RETRY_MILLIS_MIN = 1_000;

    private static final int RETRY_MILLIS_MAX = 5_000;

    private final StreamQueries queries;
    private final Inbox inbox;
    private final Recent recent;
    private final AgentKeys agents;
    private final Clock clock;
    private final SecureRandom random;

    private final BlockingQueue<RecordAccepted> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private volatile boolean overflown;

    private final Semaphore catchUps = new Semaphore(CATCH_UPS_AT_ONCE);

    private final Rounds telling =
            new Rounds("streams: cannot read", Duration.ZERO, PAUSE_AFTER_FAILURE, this::tellNext);
    private final Rounds watching =
            new Rounds("streams: cannot look at readers", WAIT, WAIT, this::watch);

    /// Owned by the telling thread: what was taken out of `waiting` and not told yet.
    private final List<RecordAccepted> taken = new ArrayList<>();

    // Guarded by this.
    private final Seats seats;
    private final Set<OpenStream> open = new HashSet<>();
    private final Map<Topic, Set<OpenStream>> byTopic = new HashMap<>();
    private final Map<Handle, Set<OpenStream>> byInbox = new HashMap<>();
    private boolean running;

    /// Everything up to here was put into the queues of the streams. Written under `this`.
    private volatile Place latest = new Place(0, 0);

    Streams(
            StreamQueries queries,
            Inbox inbox,
            Recent recent,
            AgentKeys agents,
            AccessOptions options,
            Clock clock,
            SecureRandom random) {
        this.queries = queries;
        this.inbox = inbox;
        this.recent = recent;
        this.agents = agents;
        this.seats = new Seats(options.atOnce());
        this.clock = clock;
        this.random = random;
        inbox.listen(this::tellOfInbox, this::tellOfInboxes);
    }

    Inbox inbox() {
        return inbox;
    }

    Place latest() {
        return latest;
    }

    Optional<ProblemType> ended(Standing standing) {
        return standing.ended(agents, clock.instant());
    }

    /// Takes a stream in; it is told everything that follows.
    ///
    /// @throws Refusal when there is no room for it
    OpenStream open(Asked asked, Sink sink) {
        var retry = random.nextInt(RETRY_MILLIS_MIN, RETRY_MILLIS_MAX);
        var stream = new OpenStream(asked, sink, this, clock, retry);
        synchronized (this) {
            if (!running) {
                throw new Refusal(
                        ProblemType.OVERLOADED
                                .because("the server is starting or stopping")
                                .retryAfter(PAUSE_AFTER_FAILURE));
            }
            seats.take(asked.standing());
            open.add(stream);
            asked.topics().forEach(topic -> add(byTopic, topic, stream));
            var reader = asked.inbox();
            if (reader != null) {
                add(byInbox, reader, stream);
            }
            stream.join(latest);
        }
        return stream;
    }

    private static <K> void add(Map<K, Set<OpenStream>> map, K key, OpenStream stream) {
        map.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(stream);
    }

    synchronized void leave(OpenStream stream) {
        if (open.remove(stream)) {
            seats.leave(stream.asked().standing());
            stream.asked().topics().forEach(topic -> remove(byTopic, topic, stream));
            var reader = stream.asked().inbox();
            if (reader != null) {
                remove(byInbox, reader, stream);
            }
            notifyAll();
        }
    }

    private static <K> void remove(Map<K, Set<OpenStream>> map, K key, OpenStream stream) {
        map.computeIfPresent(
                key,
                (_, streams) -> {
                    streams.remove(stream);
                    return streams.isEmpty() ? null : streams;
                });
    }

    synchronized int size() {
        return open.size();
    }

    /// {@return what the reader missed between its position and where its queue begins}
    Missed missed(Asked asked, Position from, Place joined) {
        if (asked.from() == null) {
            return new Missed.Events(List.of());
        }
        if (!joined.isAfter(from.place())) {
            return from.place().transaction() > recent.now().transaction()
                    ? new Missed.TooMuch("unknown-place")
                    : new Missed.Events(List.of());
        }
        if (!catchUps.tryAcquire()) {
            return new Missed.TooMuch("busy");
        }
        try {
            return caughtUp(asked, from, joined);
        } finally {
            catchUps.release();
        }
    }

    private Missed caughtUp(Asked asked, Position from, Place joined) {
        if (from.at().isBefore(clock.instant().minus(Recent.KEPT))
                || recent.isMoreThan(LOOKED_THROUGH_MAX, from.place(), joined)) {
            return new Missed.TooMuch("too-far-back");
        }
        var accepted =
                recent.between(from.place(), joined, StreamQueries.TYPES, LOOKED_THROUGH_MAX);
        var events = new ArrayList<Event>();
        for (var at = 0; at < accepted.size(); at += PAGE) {
            var page = accepted.subList(at, Math.min(accepted.size(), at + PAGE));
            queries.events(page).stream()
                    .filter(event -> !Collections.disjoint(event.topics(), asked.topics()))
                    .forEach(events::add);
            if (events.size() > CATCH_UP_MAX) {
                return new Missed.TooMuch("too-far-back");
            }
        }
        var blocks = asked.reader() == null ? Set.<Handle>of() : blocked(asked.reader(), events);
        events.removeIf(event -> blocks.contains(event.author()));
        return new Missed.Events(events);
    }

    private Set<Handle> blocked(Handle reader, List<Event> events) {
        var authors = events.stream().map(Event::author).distinct().toList();
        return authors.isEmpty()
                ? Set.of()
                : queries.blocks(List.of(reader), authors).getOrDefault(reader, Set.of());
    }

    /// Only notes it: whoever publishes must not wait.
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<RecordAccepted> event) {
        if (!waiting.offer(event.getPayload())) {
            overflown = true;
        }
    }

    private boolean tellNext() {
        if (overflown) {
            beginAnew();
        }
        if (taken.isEmpty()) {
            take();
        }
        if (!taken.isEmpty()) {
            taken.removeIf(record -> !record.place().isAfter(latest));
            tell(queries.events(taken));
            taken.clear();
        }
        return true;
    }

    private void take() {
        try {
            var first = waiting.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                waiting.drainTo(taken, PAGE - 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What was not noted is told to nobody: all streams end, and their readers come back to what
    /// the ledger knows.
    private void beginAnew() {
        overflown = false;
        waiting.clear();
        taken.clear();
        var now = nowOrAgain();
        synchronized (this) {
            open.forEach(stream -> stream.end("behind"));
            latest = now;
        }
    }

    private Place nowOrAgain() {
        try {
            return recent.now();
        } catch (RuntimeException e) {
            overflown = true;
            throw e;
        }
    }

    /// Whom readers block is asked outside of the lock, which those who commit need too.
    private void tell(List<Event> events) {
        var authors = events.stream().map(Event::author).distinct().toList();
        var blocks = new HashMap<Handle, Set<Handle>>();
        for (var unknown = hand(events, blocks); !unknown.isEmpty(); ) {
            var found = queries.blocks(unknown, authors);
            unknown.forEach(reader -> blocks.put(reader, found.getOrDefault(reader, Set.of())));
            unknown = hand(events, blocks);
        }
    }

    /// Hands the events out, unless there are readers of whom it is not known whom they block.
    ///
    /// @return those; empty once the events are handed out
    private synchronized Set<Handle> hand(List<Event> events, Map<Handle, Set<Handle>> blocks) {
        var targets = events.stream().map(this::targets).toList();
        var unknown =
                targets.stream()
                        .flatMap(Set::stream)
                        .map(stream -> stream.asked().reader())
                        .filter(reader -> reader != null && !blocks.containsKey(reader))
                        .collect(Collectors.<Handle>toSet());
        if (!unknown.isEmpty()) {
            return unknown;
        }
        for (var i = 0; i < events.size(); i++) {
            var event = events.get(i);
            for (var stream : targets.get(i)) {
                var reader = stream.asked().reader();
                var blocked = reader == null ? Set.<Handle>of() : blocks.get(reader);
                if (blocked == null || !blocked.contains(event.author())) {
                    stream.tell(event);
                }
            }
        }
        if (!taken.isEmpty()) {
            // Behind the events: whoever sees this place finds them in its queue.
            latest = taken.getLast().place();
        }
        return Set.of();
    }

    /// Each once, however many of its topics the event belongs to.
    private Set<OpenStream> targets(Event event) {
        var streams = new LinkedHashSet<OpenStream>();
        event.topics().forEach(topic -> streams.addAll(byTopic.getOrDefault(topic, Set.of())));
        return streams;
    }

    private synchronized void tellOfInbox(Handle agent) {
        byInbox.getOrDefault(agent, Set.of()).forEach(OpenStream::tellOfInbox);
    }

    private synchronized void tellOfInboxes() {
        byInbox.values().forEach(streams -> streams.forEach(OpenStream::tellOfInbox));
    }

    /// Ends what no longer rests on anything. When that cannot be found out it counts as ended, and
    /// who hears nothing while the database is away must not believe that nothing happens.
    private boolean watch() {
        List<OpenStream> watched;
        synchronized (this) {
            watched = List.copyOf(open);
        }
        try {
            if (!watched.isEmpty()) {
                recent.now();
            }
            watched.forEach(OpenStream::endUnlessHolding);
        } catch (RuntimeException e) {
            watched.forEach(stream -> stream.end("unavailable"));
            throw e;
        }
        return false;
    }

    @Override
    public void start() {
        var now = recent.now();
        synchronized (this) {
            latest = now;
            running = true;
        }
        telling.start("streams-telling");
        watching.start("streams-watching");
    }

    /// Readers are told, and come back to another node or later.
    @Override
    public void stop() {
        telling.stop();
        watching.stop();
        synchronized (this) {
            running = false;
            open.forEach(stream -> stream.end("closing"));
            awaitLeaving();
        }
    }

    private void awaitLeaving() {
        var end = System.nanoTime() + LEAVING_MAX.toNanos();
        try {
            while (!open.isEmpty() && System.nanoTime() < end) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
