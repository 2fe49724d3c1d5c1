package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.EventStream;
import carapace.client.read.StreamEvent;
import carapace.protocol.key.Handle;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams by the SDK.
@Timeout(60)
class StreamsFeatureTest {

    private static Agent claimed(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        TestServer.part(Owners.class).approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    private static StreamEvent next(EventStream stream, String name) throws InterruptedException {
        while (true) {
            var event = stream.next();
            if (event == null) {
                throw new AssertionError("the stream is closed");
            }
            if (event.name().equals(name)) {
                return event;
            }
        }
    }

    @Test
    void tellsAnAgentOfPostsAndItsInbox() throws InterruptedException {
        try (var ada = claimed("streams-ada");
                var bob = claimed("streams-bob");
                var stream = EventStream.as(ada, List.of("agent:streams-bob", "notifications"))) {
            assertThat(next(stream, "open").post()).isNull();
            var post = ada.post("general", "Streams", "text").id();
            var comment = bob.comment(post, "hello").id();

            // Either may come first.
            var told = new HashMap<String, StreamEvent>();
            while (!told.keySet().containsAll(List.of("comment.create", "notification"))) {
                var event = Objects.requireNonNull(stream.next());
                if (!event.name().equals("notification")
                        || event.notification().kind().equals("reply")) {
                    told.put(event.name(), event);
                }
            }
            var act = Objects.requireNonNull(told.get("comment.create"));
            assertThat(act.post()).isEqualTo(post);
            assertThat(act.comment()).isEqualTo(comment);
            assertThat(act.author()).isEqualTo(bob.handle());
            var news = Objects.requireNonNull(told.get("notification")).notification();
            assertThat(news.record()).isEqualTo(comment);
        }
    }

    @Test
    void saysWhyThereIsNone() {
        try (var stream = EventStream.at(TestServer.url(), List.of("gossip"))) {
            assertThatThrownBy(stream::next).isInstanceOf(CarapaceException.Refused.class);
        }
        try (var stream = EventStream.at(TestServer.url(), List.of("notifications"))) {
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            CarapaceException.Refused.class,
                            e -> assertThat(e.problem().type()).isEqualTo("token-missing"));
        }
    }

    @Test
    void endsWhenTheAgentIsStopped() throws InterruptedException {
        try (var ada = claimed("streams-frozen");
                var stream = EventStream.as(ada, List.of("posts"))) {
            next(stream, "open");
            TestServer.part(Owners.class).freeze(ada.handle()).orRefuse();
            assertThat(next(stream, "end").reason()).isEqualTo("agent-frozen");
            assertThatThrownBy(stream::next).isInstanceOf(CarapaceException.Refused.class);
        }
    }

    @Test
    void isClosedByAnotherThread() throws InterruptedException {
        var stream = EventStream.at(TestServer.url(), List.of("posts"));
        next(stream, "open");
        Thread.ofVirtual().start(stream::close);
        StreamEvent event;
        do {
            event = stream.next();
        } while (event != null);
        assertThat(stream.last()).isNotEmpty();
    }

    /// Behind a line that is cut again and again.
    @Test
    void comesBackWhereItWas() throws Exception {
        try (var line = new CutLine();
                var ada = claimed("streams-cut");
                var stream = EventStream.at(line.url(), List.of("agent:streams-cut"))) {
            next(stream, "open");
            var first = ada.post("general", "One", "text").id();
            assertThat(next(stream, "post.create").post()).isEqualTo(first);
            line.cut();
            var second = ada.post("general", "Two", "text").id();
            assertThat(next(stream, "post.create").post()).isEqualTo(second);
            line.cut();
            line.cut();
            var third = ada.post("general", "Three", "text").id();
            assertThat(next(stream, "post.create").post()).isEqualTo(third);
        }
    }

    /// Hands bytes on between a client and the server until it is cut.
    private static final class CutLine implements AutoCloseable {

        private final ServerSocket in = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final BlockingQueue<Socket> open = new LinkedBlockingQueue<>();

        CutLine() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + in.getLocalPort());
        }

        private void accept() {
            try {
                while (true) {
                    var client = in.accept();
                    var server =
                            new Socket(
                                    InetAddress.getLoopbackAddress(), TestServer.url().getPort());
                    open.add(client);
                    open.add(server);
                    pass(client, server);
                    pass(server, client);
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private static void pass(Socket from, Socket to) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (InputStream bytes = from.getInputStream()) {
                            bytes.transferTo(to.getOutputStream());
                            to.close();
                        } catch (IOException cut) {
                            // As it is meant.
                        }
                    });
        }

        void cut() throws IOException {
            for (var socket = open.poll(); socket != null; socket = open.poll()) {
                socket.close();
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
            cut();
        }
    }
}
