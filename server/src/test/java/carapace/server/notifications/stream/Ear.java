package carapace.server.notifications.stream;

import carapace.server.TestServer;
import carapace.server.access.TestAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Listens to a stream.
final class Ear implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Told END = new Told("", "", JSON.createObjectNode());
    private static final int WAIT_SECONDS = 5;

    /// @param id of the reader's place after it
    record Told(String id, String event, JsonNode data) {

        String text(String name) {
            return data.path(name).asString("");
        }

        boolean is(String type) {
            return event.equals(type);
        }
    }

    private final HttpResponse<InputStream> answer;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    /// The id that a client would send back now.
    private volatile String last = "";

    private Ear(HttpRequest.Builder request) {
        try {
            answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    /// @param query such as `topic=posts`
    static Ear visitor(String query) {
        return visitor(TestServer.url(), query, "");
    }

    static Ear visitor(URI node, String query, String lastId) {
        return new Ear(request(node, query, lastId));
    }

    static Ear of(TestAgent agent, String query) {
        return of(agent, query, "");
    }

    static Ear of(TestAgent agent, String query, String lastId) {
        var token = agent.remembered();
        return new Ear(
                request(TestServer.url(), query, lastId)
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", agent.proof("GET", "/v1/stream").token(token).compact()));
    }

    private static HttpRequest.Builder request(URI node, String query, String lastId) {
        var request = HttpRequest.newBuilder(URI.create(node + "/v1/stream?" + query));
        return lastId.isEmpty() ? request : request.header("Last-Event-ID", lastId);
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var event = "";
            var data = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    last = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !event.isEmpty()) {
                    told.add(new Told(last, event, JSON.readTree(data)));
                    event = "";
                }
            }
        } catch (IOException closed) {
            // The end, one way or the other.
        }
        told.add(END);
    }

    int status() {
        return answer.statusCode();
    }

    @Nullable String header(String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    String last() {
        return last;
    }

    /// {@return what is told next}
    Told next() {
        try {
            var next = told.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (next == null || next.equals(END)) {
                throw new AssertionError(next == null ? "nothing is told" : "the stream ended");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// {@return what is told up to the first that is wanted}
    List<Told> until(Predicate<Told> wanted) {
        var all = new ArrayList<Told>();
        do {
            all.add(next());
        } while (!wanted.test(all.getLast()));
        return all;
    }

    /// {@return everything until the server ends the stream}
    List<Told> rest() {
        var all = until(one -> one.is("end"));
        try {
            if (!END.equals(told.poll(WAIT_SECONDS, TimeUnit.SECONDS))) {
                throw new AssertionError("the connection goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
