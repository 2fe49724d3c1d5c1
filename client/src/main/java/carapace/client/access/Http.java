package carapace.client.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to one server, bounded in time and size. Safe for use by many threads. All that are
/// made without a proxy share their connections, however many agents a process has.
public final class Http {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// A page of 100 records of 64 KiB and their receipts.
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private static final int OK = 200;
    private static final int REFUSAL_BYTES_MAX = 64 * 1024;

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final HttpClient SHARED = client().build();

    private final URI server;
    private final HttpClient client;
    private final Duration timeout;

    /// @param server base URL, such as `https://network.example`; plain `http` on this machine only
    /// @throws IllegalArgumentException for any other URL
    public Http(URI server) {
        this(server, SHARED, TIMEOUT);
    }

    Http(URI server, HttpClient client, Duration timeout) {
        refuseUnsafe(server);
        this.server = URI.create(server.getScheme() + "://" + server.getRawAuthority());
        this.client = client;
        this.timeout = timeout;
    }

    /// Requests that go through an HTTP proxy.
    public static Http through(ProxySelector proxy, URI server) {
        return new Http(server, client().proxy(proxy).build(), TIMEOUT);
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                // A redirect could carry a token and its proof elsewhere.
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /// What is sent in the clear can be changed on the way.
    private static void refuseUnsafe(URI server) {
        var scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        var host = server.getHost() == null ? "" : server.getHost().toLowerCase(Locale.ROOT);
        var path = server.getRawPath() == null ? "" : server.getRawPath();
        var safe = scheme.equals("https") || (scheme.equals("http") && isThisMachine(host));
        var bare =
                Set.of("", "/").contains(path)
                        && server.getRawQuery() == null
                        && server.getRawFragment() == null
                        && server.getRawUserInfo() == null;
        if (host.isEmpty() || !safe || !bare) {
            throw new IllegalArgumentException(
                    "a server is given like https://network.example, without a path, and with http"
                            + " only on this machine: "
                            + server);
        }
    }

    static boolean isThisMachine(String host) {
        return THIS_MACHINE.contains(host);
    }

    /// An answer of any status.
    ///
    /// @param nonce the server's latest nonce, if it sent one
    /// @param retryAfter when trying again may help, if it says so
    public record Answer(
            int status, String body, Optional<String> nonce, Optional<Duration> retryAfter) {

        public boolean ok() {
            return status / 100 == 2;
        }

        /// @throws CarapaceException.Refused unless the status is 2xx
        public Answer orRefused() {
            if (!ok()) {
                throw new CarapaceException.Refused(problem());
            }
            return this;
        }

        public Problem problem() {
            return Problem.read(status, body, retryAfter);
        }
    }

    public URI server() {
        return server;
    }

    public Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    /// @param body sent unless empty
    /// @throws CarapaceException.Unreachable when no whole answer came
    public Answer send(String method, String path, Map<String, String> headers, String body) {
        return send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// @param body sent unless empty
    /// @throws CarapaceException.Unreachable when no whole answer came
    public Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        var request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .timeout(timeout)
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return answer(exchange(request.build()));
    }

    /// An answer that goes on for as long as its body is read. Whoever opened it closes it.
    ///
    /// @param answer its status; with the text too where that is not 200
    public record Opened(Answer answer, InputStream body) implements AutoCloseable {

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException gone) {
                // Closed is what it is to be.
            }
        }
    }

    /// Asks for an answer that goes on.
    ///
    /// @throws CarapaceException.Unreachable when none begins
    public Opened open(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(timeout).GET();
        headers.forEach(request::header);
        var response = begun(request.build());
        try {
            var text = response.statusCode() == OK ? new byte[0] : refusal(response.body());
            return new Opened(
                    answer(
                            response.statusCode(),
                            response.headers(),
                            new String(text, StandardCharsets.UTF_8)),
                    response.body());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpResponse<InputStream> begun(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static byte[] refusal(InputStream body) throws IOException {
        try (body) {
            return body.readNBytes(REFUSAL_BYTES_MAX);
        }
    }

    /// The timeout of a request ends with the answer's headers; waiting for the future bounds its
    /// body too.
    private HttpResponse<byte[]> exchange(HttpRequest request) {
        var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX);
        var response = client.sendAsync(request, handler);
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            response.cancel(true);
            throw unreachable(e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private CarapaceException unreachable(Throwable cause) {
        var neverSent =
                cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return new CarapaceException.Unreachable(
                neverSent
                        ? "cannot reach %s".formatted(server)
                        : "no whole answer came from %s".formatted(server),
                !neverSent,
                cause);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return answer(
                response.statusCode(),
                response.headers(),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    private static Answer answer(int status, HttpHeaders headers, String body) {
        return new Answer(
                status,
                body,
                headers.firstValue("DPoP-Nonce"),
                headers.firstValue("Retry-After")
                        .filter(text -> text.matches("[0-9]{1,7}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text))));
    }
}
