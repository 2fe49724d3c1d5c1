package carapace.server.notifications.stream;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Handle;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.Standing;
import carapace.server.ledger.Place;
import carapace.server.ledger.Recent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A reader that takes nothing for a while.
class OverflowFeatureTest {

    /// Takes what it is sent once it is let.
    private static final class SlowReader implements Sink {

        private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch let = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void send(String text) throws IOException {
            // The opening gets through.
            if (!text.startsWith("retry:")) {
                try {
                    let.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            taken.add(text);
        }

        @Override
        public void close() {
            closed.countDown();
        }

        long events() {
            return String.join("", taken).lines().filter("event: post.create"::equals).count();
        }
    }

    private final SlowReader reader = new SlowReader();
    private final Place now = TestServer.part(Recent.class).now();
    private final OpenStream stream =
            new OpenStream(
                    new Asked(
                            new Standing("overflow", null),
                            Set.of(new Topic.Posts()),
                            null,
                            Duration.ofMinutes(1)),
                    reader,
                    TestServer.part(Streams.class),
                    Clock.systemUTC(),
                    1_000);

    private Event event(int number) {
        return new Event(
                new Place(now.transaction(), now.position() + number),
                Instant.now(),
                new Handle("somebody"),
                Set.of(new Topic.Posts()),
                Event.text("post.create", "{\"n\":%d}".formatted(number)));
    }

    /// Holds its thread in the first event.
    private void begin() {
        stream.join(now);
        Thread.ofVirtual().start(stream);
        Await.until(() -> reader.taken.size(), opened -> opened == 1);
        stream.tell(event(1));
    }

    @Test
    void endsWhenMoreWaitsThanItsQueueHolds() throws InterruptedException {
        begin();
        IntStream.rangeClosed(2, OpenStream.QUEUE_MAX + 100).forEach(n -> stream.tell(event(n)));
        reader.let.countDown();
        reader.closed.await();

        // Nothing is left out between what it was told, and it can come back for the rest.
        var told = String.join("", reader.taken);
        assertThat(reader.events()).isBetween(256L, OpenStream.QUEUE_MAX + 64L);
        assertThat(told).contains("{\"n\":256}").endsWith("{\"reason\":\"behind\"}\n\n");
        var last = "id: %d-%d-".formatted(now.transaction(), now.position() + reader.events());
        assertThat(told.substring(told.lastIndexOf("id: "))).startsWith(last);
    }

    /// The near miss.
    @Test
    void goesOnWhenTheQueueIsJustFull() {
        begin();
        IntStream.rangeClosed(2, OpenStream.QUEUE_MAX).forEach(n -> stream.tell(event(n)));
        reader.let.countDown();

        Await.until(reader::events, told -> told == OpenStream.QUEUE_MAX);
        assertThat(reader.closed.getCount()).isEqualTo(1);
        stream.end("closing");
    }

    @Test
    void tellsNothingMoreOnceItIsEnded() throws InterruptedException {
        begin();
        IntStream.range(2, 100).forEach(n -> stream.tell(event(n)));
        stream.end("agent-frozen");
        reader.let.countDown();
        reader.closed.await();

        // What was on its way when it ended, and no more.
        assertThat(reader.events()).isLessThanOrEqualTo(64);
        assertThat(String.join("", reader.taken)).endsWith("{\"reason\":\"agent-frozen\"}\n\n");
    }
}
