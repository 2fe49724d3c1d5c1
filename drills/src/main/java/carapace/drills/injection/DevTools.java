package carapace.drills.injection;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Chromium's DevTools protocol over a pair of pipes: JSON messages, each ended by a zero byte.
///
/// Safe for use by many threads. Events come on one thread of its own, in the order in which
/// Chromium sent them, before the answer to any later command.
final class DevTools {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Takes the events of one session. May [DevTools#send], must not [DevTools#call].
    interface Listener {
        void happened(String event, JsonNode details);
    }

    private final AtomicLong commands = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

    // Guarded by itself: messages must not be mixed.
    private final OutputStream out;

    private DevTools(OutputStream out) {
        this.out = out;
    }

    static DevTools over(InputStream in, OutputStream out) {
        var devTools = new DevTools(out);
        Thread.ofPlatform().daemon().name("devtools").start(() -> devTools.listen(in));
        return devTools;
    }

    static ObjectNode parameters() {
        return JSON.createObjectNode();
    }

    /// {@return the text as a literal of JavaScript}
    static String literal(String text) {
        return JSON.writeValueAsString(text);
    }

    static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    void onEvent(String session, Listener listener) {
        listeners.put(session, listener);
    }

    /// Sends a command and waits for its result.
    ///
    /// @param session empty for the browser itself
    /// @throws IOException when Chromium refuses, has ended or does not answer
    JsonNode call(String session, String method, ObjectNode parameters)
            throws IOException, InterruptedException {
        var id = commands.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        try {
            write(id, session, method, parameters);
            return answer.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the browser did not do %s: %s".formatted(method, e), e);
        } finally {
            waiting.remove(id);
        }
    }

    /// Sends a command whose result does not matter.
    void send(String session, String method, ObjectNode parameters) {
        try {
            write(commands.incrementAndGet(), session, method, parameters);
        } catch (IOException gone) {
            // Whoever waits for an answer is told by the reader.
        }
    }

    private void write(long id, String session, String method, ObjectNode parameters)
            throws IOException {
        var command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", parameters);
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        synchronized (out) {
            out.write(JSON.writeValueAsBytes(command));
            out.write(0);
            out.flush();
        }
    }

    private void listen(InputStream stream) {
        try (var in = new BufferedInputStream(stream)) {
            var message = new ByteArrayOutputStream();
            for (var next = in.read(); next >= 0; next = in.read()) {
                if (next == 0) {
                    take(JSON.readTree(message.toString(StandardCharsets.UTF_8)));
                    message.reset();
                } else {
                    message.write(next);
                }
            }
        } catch (IOException gone) {
            // As its end: told below.
        } finally {
            var ended = new IOException("the browser has ended");
            waiting.values().forEach(answer -> answer.completeExceptionally(ended));
        }
    }

    private void take(JsonNode message) {
        if (!message.has("id")) {
            var listener = listeners.get(message.path("sessionId").asString(""));
            if (listener != null) {
                listener.happened(message.path("method").asString(""), message.path("params"));
            }
            return;
        }
        var answer = waiting.remove(message.path("id").asLong());
        if (answer == null) {
            return;
        }
        if (message.has("error")) {
            answer.completeExceptionally(new IOException(message.path("error").toString()));
        } else {
            answer.complete(message.path("result"));
        }
    }
}
