package carapace.bench.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/// Works on a fixed number of threads at once, each doing the next piece when the last is done.
///
/// Threads of the platform: at this concurrency they cost less than virtual ones, whose poller
/// would take its share of the two cores.
public final class Load {

    private Load() {}

    /// What one thread does over and over.
    public interface Worker {

        /// Does one piece of work.
        ///
        /// @return how it went
        Outcome work() throws Exception;
    }

    public enum Outcome {
        DONE,
        FAILED,
        NOTHING_LEFT
    }

    /// Sends over one connection for each of `connections`, each waiting for its answer before it
    /// sends the next request.
    public static Measured send(URI server, List<? extends Requests> connections, Duration window)
            throws InterruptedException, IOException {
        var senders = new ArrayList<Sender>();
        try {
            for (var requests : connections) {
                senders.add(new Sender(server, requests));
            }
            return run(senders, window);
        } finally {
            for (var sender : senders) {
                sender.close();
            }
        }
    }

    /// Lets the workers run for this long.
    public static Measured run(List<? extends Worker> workers, Duration window)
            throws InterruptedException {
        var ready = new CountDownLatch(workers.size());
        var go = new CountDownLatch(1);
        var tasks = new ArrayList<Future<Part>>();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (var worker : workers) {
                Callable<Part> task =
                        () -> {
                            ready.countDown();
                            go.await();
                            return drive(worker, System.nanoTime() + window.toNanos());
                        };
                tasks.add(threads.submit(task));
            }
            ready.await();
            var start = System.nanoTime();
            go.countDown();
            var parts = new ArrayList<Part>();
            for (var task : tasks) {
                parts.add(task.get());
            }
            return sum(parts, start);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator failed: " + e.getCause(), e);
        }
    }

    private record Part(
            long requests, long errors, long endNanos, boolean exhausted, Histogram latency) {}

    private static Part drive(Worker worker, long until) throws Exception {
        var latency = Measured.histogram();
        long answered = 0;
        long errors = 0;
        var before = System.nanoTime();
        while (before < until) {
            switch (worker.work()) {
                case DONE -> answered++;
                case FAILED -> errors++;
                case NOTHING_LEFT -> {
                    return new Part(answered, errors, before, true, latency);
                }
            }
            var now = System.nanoTime();
            latency.recordValue(Math.min(now - before, Measured.LATENCY_MAX_NANOS));
            before = now;
        }
        return new Part(answered, errors, before, false, latency);
    }

    private static Measured sum(List<Part> parts, long start) {
        var latency = Measured.histogram();
        parts.forEach(part -> latency.add(part.latency()));
        var end = parts.stream().mapToLong(Part::endNanos).max().orElse(start);
        return new Measured(
                parts.stream().mapToLong(Part::requests).sum(),
                parts.stream().mapToLong(Part::errors).sum(),
                (end - start) / 1e9,
                latency,
                parts.stream().anyMatch(Part::exhausted));
    }

    /// A connection, made anew when it breaks.
    private static final class Sender implements Worker {

        private final URI server;
        private final Requests requests;
        private Wire wire;

        Sender(URI server, Requests requests) throws IOException {
            this.server = server;
            this.requests = requests;
            this.wire = Wire.connect(server);
        }

        @Override
        public Outcome work() throws IOException {
            var request = requests.next();
            if (request == null) {
                return Outcome.NOTHING_LEFT;
            }
            try {
                var status = wire.exchange(request);
                requests.answered(status);
                return status / 100 == 2 ? Outcome.DONE : Outcome.FAILED;
            } catch (IOException broken) {
                requests.answered(0);
                wire.close();
                wire = Wire.connect(server);
                return Outcome.FAILED;
            }
        }

        void close() throws IOException {
            wire.close();
        }
    }
}
