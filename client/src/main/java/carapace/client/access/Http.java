package carapace.client.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Requests to one server, bounded in time and size. Safe for use by many threads.
public final class Http {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// A page of 100 records of 64 KiB and their receipts.
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private final URI server;

    /// @param server base URL, without a path
    public Http(URI server) {
        this.server = server;
    }

    /// An answer of any status.
    ///
    /// @param nonce the server's latest nonce, if it sent one
    public record Answer(int status, String body, Optional<String> nonce) {

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
            return Problem.read(status, body);
        }
    }

    public URI server() {
        return server;
    }

    public Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    /// @param body sent unless empty
    /// @throws CarapaceException.Unreachable when no answer came
    public Answer send(String method, String path, Map<String, String> headers, String body) {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(TIMEOUT)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return answer(client.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new CarapaceException.Unreachable(
                    "cannot reach %s: is the server running?".formatted(server), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarapaceException.Unreachable("interrupted while waiting for " + server, e);
        }
    }

    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (var body = response.body()) {
            var bytes = body.readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw new IOException("answer of more than %d bytes".formatted(BODY_BYTES_MAX));
            }
            return new Answer(
                    response.statusCode(),
                    new String(bytes, StandardCharsets.UTF_8),
                    response.headers().firstValue("DPoP-Nonce"));
        }
    }
}
