package carapace.bench.traffic;

import carapace.bench.load.Requests;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Requests that any connection may send, each once.
final class Shared {

    private final List<byte[]> requests;
    private final AtomicInteger next = new AtomicInteger();

    Shared(List<byte[]> requests) {
        this.requests = requests;
    }

    List<Requests> connections(int count) {
        return Collections.nCopies(count, new Taking());
    }

    private final class Taking implements Requests {

        @Override
        public byte @Nullable [] next() {
            var at = next.getAndIncrement();
            return at < requests.size() ? requests.get(at) : null;
        }

        @Override
        public void answered(int status) {}
    }
}
