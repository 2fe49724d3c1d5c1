package carapace.cli;

import carapace.client.access.CarapaceException.Refused;
import carapace.client.read.EventStream;
import carapace.client.read.StreamEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What commands that listen to a stream have in common.
final class Listening {

    /// The server is full, or has no streams: asking now and then is left.
    private static final Set<String> NO_STREAM =
            Set.of("rate-limited", "overloaded", "not-found", "not-acceptable");

    private static final Set<String> NOT_THERE = Set.of("not-found", "gone");

    private Listening() {}

    /// Begins to listen.
    ///
    /// @return the first event; empty when the server gives no stream
    static Optional<StreamEvent> begun(EventStream stream) throws InterruptedException {
        try {
            return Optional.ofNullable(stream.next());
        } catch (Refused e) {
            if (NO_STREAM.contains(e.problem().type())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// {@return what was asked for; empty when it is gone meanwhile}
    static <T> Optional<T> there(Supplier<T> ask) {
        try {
            return Optional.of(ask.get());
        } catch (Refused e) {
            if (NOT_THERE.contains(e.problem().type())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
