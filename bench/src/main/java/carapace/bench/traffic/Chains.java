package carapace.bench.traffic;

import carapace.bench.load.Requests;
import carapace.bench.traffic.LoadAgent.Place;
import carapace.protocol.record.Body;
import carapace.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Acts made ready for one window, in the order of each agent's chain. A connection takes over all
/// that one agent has to send, so that a chain is never sent from two places.
///
/// @param <T> what is made of a record: bytes to send, or the act itself
final class Chains<T> {

    private final Queue<Chain<T>> waiting = new ConcurrentLinkedQueue<>();

    /// What an agent says at a place of its chain.
    interface Acts {
        Body at(int agent, long seq);
    }

    /// What is made of a signed record.
    interface Form<T> {
        T of(LoadAgent agent, SignedRecord record);
    }

    private record Ready<T>(T request, Place place) {}

    private record Chain<T>(LoadAgent agent, Iterator<Ready<T>> requests) {}

    private Chains(Stream<Chain<T>> chains) {
        chains.forEachOrdered(waiting::add);
    }

    /// @param count acts in all, spread over the crew evenly
    static <T> Chains<T> ready(Crew crew, Acts acts, Form<T> form, int count) {
        var each = Math.ceilDiv(count, crew.agents().size());
        return new Chains<>(
                IntStream.range(0, crew.agents().size())
                        .parallel()
                        .mapToObj(i -> chain(crew.agents().get(i), i, acts, form, each)));
    }

    private static <T> Chain<T> chain(
            LoadAgent agent, int number, Acts acts, Form<T> form, int count) {
        var requests = new ArrayList<Ready<T>>(count);
        var last = agent.head();
        for (var i = 0; i < count; i++) {
            var record = agent.sign(acts.at(number, last.seq() + 1), last);
            last = new Place(last.seq() + 1, record.id());
            requests.add(new Ready<>(form.of(agent, record), last));
        }
        return new Chain<>(agent, requests.iterator());
    }

    /// What one connection has in hand. Belongs to that connection's thread.
    final class Hand {

        private @Nullable Chain<T> chain;
        private @Nullable Place sent;

        /// {@return what to send next, or null when nothing is left}
        @Nullable T next() {
            while (chain == null || !chain.requests().hasNext()) {
                chain = waiting.poll();
                if (chain == null) {
                    return null;
                }
            }
            var ready = chain.requests().next();
            sent = ready.place();
            return ready.request();
        }

        /// An agent whose act was refused goes on from wherever the server says it is, in the next
        /// window.
        void answered(boolean accepted) {
            if (chain == null || sent == null) {
                return;
            }
            if (accepted) {
                chain.agent().accepted(sent);
            } else {
                chain.agent().recoverHead();
                chain = null;
            }
        }
    }

    static List<Requests> connections(Chains<byte[]> chains, int count) {
        return Stream.generate(() -> requests(chains.new Hand())).limit(count).toList();
    }

    private static Requests requests(Chains<byte[]>.Hand hand) {
        return new Requests() {
            @Override
            public byte @Nullable [] next() {
                return hand.next();
            }

            @Override
            public void answered(int status) {
                hand.answered(status / 100 == 2);
            }
        };
    }
}
