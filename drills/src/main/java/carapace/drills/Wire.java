package carapace.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Plain HTTP, as an attacker without our SDK would send it.
public final class Wire {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /// An answer of any status.
    public record Answer(int status, String body, Map<String, java.util.List<String>> headers) {

        public boolean ok() {
            return status / 100 == 2;
        }

        /// {@return the first such header, or an empty text}
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        /// {@return status and the start of the body, for evidence}
        public String brief() {
            return "%d %s".formatted(status, body.substring(0, Math.min(body.length(), 160)));
        }
    }

    public Answer get(URI url, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send("GET", url, headers, "");
    }

    /// @param headers names and values; an empty body sends none
    public Answer send(String method, URI url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(TIMEOUT)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response.headers().map());
    }
}
