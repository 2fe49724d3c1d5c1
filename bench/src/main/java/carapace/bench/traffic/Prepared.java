package carapace.bench.traffic;

import carapace.bench.load.Contestant;
import carapace.bench.load.Load;
import carapace.bench.load.Measured;
import carapace.bench.load.Requests;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/// Requests to one server that are made before the window in which they are sent.
final class Prepared implements Contestant {

    private final URI server;
    private final Kind kind;
    private IntFunction<List<Requests>> connections = _ -> List.of();

    /// How they are made.
    interface Kind {
        /// {@return connections that send about so many requests between them}
        IntFunction<List<Requests>> ready(int requests);
    }

    Prepared(URI server, Kind kind) {
        this.server = server;
        this.kind = kind;
    }

    @Override
    public void prepare(int requests) {
        connections = kind.ready(requests);
    }

    @Override
    public Measured window(int concurrency, Duration duration) throws Exception {
        return Load.send(server, connections.apply(concurrency), duration);
    }
}
