package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.server.Await;
import carapace.server.TestServer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A client that goes away in the middle of its answer is nothing to write pages about: anybody
/// could fill the disk with it.
class DroppedAnswerFeatureTest {

    /// More than the buffers of both ends hold, so that some answer is always on its way.
    private static final int ANSWERS = 120;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger problems =
            (Logger) LoggerFactory.getLogger("carapace.server.access.request.ProblemWriter");
    private final Log log = new Log();

    /// Again and again, since a server that starts meanwhile sets all loggers back.
    private void listen() {
        log.start();
        root.addAppender(log);
        problems.setLevel(Level.DEBUG);
    }

    @AfterEach
    void listenNoMore() {
        problems.setLevel(null);
        root.detachAppender(log);
    }

    @Test
    void isOneLineWithoutATrace() {
        var agent = TestAgent.approved("dropped-answer");
        var text = "€".repeat(PostBody.TEXT_MAX / 3);
        var post =
                agent.act(new PostBody.Create(new CommunityName("general"), "Large", text, null));

        var told = Await.until(() -> loggedOfDropped("/v1/posts/" + post), it -> !it.isEmpty());
        assertThat(told)
                .allSatisfy(event -> {
                    assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
                    assertThat(event.getThrowableProxy()).isNull();
                    assertThat(event.getFormattedMessage())
                            .doesNotContain("\n")
                            .hasSizeLessThan(300);
                });
    }

    private List<ILoggingEvent> loggedOfDropped(String path) {
        listen();
        try {
            drop(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log.events.stream().filter(Log::isOfALostClient).toList();
    }

    private static void drop(String path) throws IOException {
        var url = TestServer.url();
        var request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, url.getAuthority());
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(5_000);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream()
                    .write(request.repeat(ANSWERS).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            // At once, with no farewell.
            socket.setSoLinger(true, 0);
        }
    }

    /// What is said of lost connections, by whomever.
    private static final class Log extends AppenderBase<ILoggingEvent> {

        private static final List<String> SIGNS =
                List.of("ClientAbort", "NotUsable", "ended early", "cut off", "Broken pipe");

        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }

        private static boolean isOfALostClient(ILoggingEvent event) {
            return tells(event.getFormattedMessage()) || isOfALostClient(event.getThrowableProxy());
        }

        private static boolean isOfALostClient(@Nullable IThrowableProxy thrown) {
            return thrown != null
                    && (tells(thrown.getClassName() + thrown.getMessage())
                            || isOfALostClient(thrown.getCause()));
        }

        private static boolean tells(String text) {
            return SIGNS.stream().anyMatch(text::contains);
        }
    }
}
