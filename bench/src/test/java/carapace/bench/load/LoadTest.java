package carapace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.bench.load.Load.Outcome;
import carapace.bench.load.Load.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// So many requests, and what was answered.
    private static final class Counted implements Requests {

        private int left;
        private int good;
        private int broken;

        Counted(int left) {
            this.left = left;
        }

        @Override
        public byte @Nullable [] next() {
            return left-- > 0 ? REQUEST : null;
        }

        @Override
        public void answered(int status) {
            good += status == 200 ? 1 : 0;
            broken += status == 0 ? 1 : 0;
        }
    }

    @Test
    void sendsOverEveryConnectionUntilTheTimeIsOver() throws Exception {
        try (var server = TrivialServer.start()) {
            var connections = Stream.generate(() -> new Counted(1_000_000)).limit(4).toList();

            var measured = Load.send(server.url(), connections, WINDOW);

            assertThat(measured.errors()).isZero();
            assertThat(measured.exhausted()).isFalse();
            assertThat(measured.seconds()).isGreaterThanOrEqualTo(0.1);
            assertThat(connections).allMatch(connection -> connection.good > 0);
            assertThat(measured.requests())
                    .isEqualTo(connections.stream().mapToLong(connection -> connection.good).sum())
                    .isEqualTo(measured.latency().getTotalCount());
        }
    }

    @Test
    void saysWhenThereWasNothingLeftToSend() throws Exception {
        try (var server = TrivialServer.start()) {
            var measured = Load.send(server.url(), List.of(new Counted(3)), WINDOW);

            assertThat(measured.requests()).isEqualTo(3);
            assertThat(measured.exhausted()).isTrue();
        }
    }

    @Test
    void countsRefusalsAsErrors() throws Exception {
        try (var server = answering("HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n")) {
            var requests = new Counted(1);

            var measured = Load.send(url(server), List.of(requests), WINDOW);

            assertThat(measured.errors()).isEqualTo(1);
            assertThat(measured.requests()).isZero();
            assertThat(requests.broken).isZero();
        }
    }

    @Test
    void countsBrokenConnectionsAndMakesNewOnes() throws Exception {
        try (var server = answering("HTTP/1.1 200")) {
            var requests = new Counted(2);

            var measured = Load.send(url(server), List.of(requests), Duration.ofSeconds(5));

            assertThat(measured.errors()).isEqualTo(2);
            assertThat(requests.broken).isEqualTo(2);
        }
    }

    /// Answers the first bytes of each connection so, and hangs up.
    private static ServerSocket answering(String answer) throws IOException {
        var listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!listening.isClosed()) {
                        try (var connection = listening.accept()) {
                            connection.getInputStream().read(new byte[1024]);
                            connection
                                    .getOutputStream()
                                    .write(answer.getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException closed) {
                            return;
                        }
                    }
                });
        return listening;
    }

    private static URI url(ServerSocket listening) {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    @Test
    void keepsAsManyBusyAsAskedFor() throws Exception {
        var busy = new AtomicInteger();
        var most = new AtomicInteger();
        Worker worker =
                () -> {
                    most.accumulateAndGet(busy.incrementAndGet(), Math::max);
                    Thread.sleep(1);
                    busy.decrementAndGet();
                    return Outcome.DONE;
                };

        var measured = Load.run(Collections.nCopies(8, worker), WINDOW);

        assertThat(most).hasValue(8);
        assertThat(measured.p50Millis()).isGreaterThanOrEqualTo(1);
    }
}
