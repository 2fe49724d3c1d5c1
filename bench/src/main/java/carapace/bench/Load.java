package carapace.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;

/// Sends prepared requests over a fixed number of connections, each waiting for its answer before
/// it sends the next one.
final class Load {

    private static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    private static final int PRECISE_DIGITS = 3;

    private Load() {}

    /// The requests of one connection, in their order. Bounded: the connection ends with them.
    interface Requests {
        /// {@return the next request's bytes, or null when there are none left}
        byte @org.jspecify.annotations.Nullable [] next();
    }

    /// Runs each connection until the time is over or its requests are used up.
    ///
    /// @param connections one entry for each connection
    static Measured run(URI server, List<? extends Requests> connections, double seconds)
            throws InterruptedException {
        var start = System.nanoTime();
        var until = start + (long) (seconds * 1e9);
        var workers =
                connections.stream()
                        .map(requests -> (Callable<Part>) () -> drive(server, requests, until))
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = new ArrayList<Part>();
            for (var future : threads.invokeAll(workers)) {
                parts.add(future.get());
            }
            return sum(parts, start);
        } catch (ExecutionException e) {
            throw new IllegalStateException("load generator failed: " + e.getCause(), e);
        }
    }

    private record Part(long requests, long errors, long endNanos, Histogram latency) {}

    private static Part drive(URI server, Requests requests, long until) throws IOException {
        var latency = new Histogram(LATENCY_MAX_NANOS, PRECISE_DIGITS);
        long answered = 0;
        long errors = 0;
        try (var wire = new Wire(server)) {
            var sent = System.nanoTime();
            for (var next = requests.next(); next != null && sent < until; next = requests.next()) {
                var status = wire.exchange(next);
                var now = System.nanoTime();
                latency.recordValue(Math.min(now - sent, LATENCY_MAX_NANOS));
                answered++;
                errors += status / 100 == 2 ? 0 : 1;
                sent = now;
            }
        } catch (IOException broken) {
            errors++;
        }
        return new Part(answered, errors, System.nanoTime(), latency);
    }

    private static Measured sum(List<Part> parts, long start) {
        var latency = new Histogram(LATENCY_MAX_NANOS, PRECISE_DIGITS);
        parts.forEach(part -> latency.add(part.latency()));
        var end = parts.stream().mapToLong(Part::endNanos).max().orElse(start);
        return new Measured(
                parts.stream().mapToLong(Part::requests).sum(),
                parts.stream().mapToLong(Part::errors).sum(),
                (end - start) / 1e9,
                latency);
    }
}
