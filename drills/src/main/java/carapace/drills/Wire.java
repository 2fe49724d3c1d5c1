package carapace.drills;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Plain HTTP, as an attacker without our SDK would send it.
public final class Wire {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    /// One for all: each would bring threads of its own.
    private static final HttpClient HTTP = client().build();

    private final HttpClient http;
    private final Duration timeout;

    public Wire() {
        this(TIMEOUT);
    }

    /// @param timeout for each answer
    public Wire(Duration timeout) {
        this.http = HTTP;
        this.timeout = timeout;
    }

    /// As from another host: the server sees this address.
    ///
    /// @param address an own one, such as any of 127.0.0.0/8
    public Wire(InetAddress address) {
        this.http = client().localAddress(address).build();
        this.timeout = TIMEOUT;
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    /// An answer of any status.
    public record Answer(int status, String body, Map<String, List<String>> headers) {

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

        /// {@return the name of the problem, such as `not-found`; the status of an answer that has
        /// none}
        public String problem() {
            try {
                var type = Members.tolerant(StrictJson.parse(body)).text("type", 1, 100);
                return type.substring(type.lastIndexOf('/') + 1);
            } catch (JsonException e) {
                return String.valueOf(status);
            }
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
        return send(method, url, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#send(String, URI, Map, String)], with bytes that are no text.
    public Answer send(String method, URI url, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response.headers().map());
    }

    /// Sends a request whose target is no URL: byte for byte as given, on a connection of its own.
    ///
    /// @param target what stands in the request line, ASCII
    public Answer raw(
            URI server, String method, String target, Map<String, String> headers, String body)
            throws IOException {
        var request = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
        request.append("Host: %s\r\nConnection: close\r\n".formatted(server.getAuthority()));
        headers.forEach((name, value) -> request.append("%s: %s\r\n".formatted(name, value)));
        if (!body.isEmpty()) {
            var length = body.getBytes(StandardCharsets.UTF_8).length;
            request.append("Content-Length: %d\r\n".formatted(length));
        }
        request.append("\r\n").append(body);
        try (var socket = new Socket()) {
            var millis = (int) timeout.toMillis();
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            var answer = socket.getInputStream().readNBytes(ANSWER_BYTES_MAX);
            return parsed(new String(answer, StandardCharsets.UTF_8));
        }
    }

    /// A body in chunks is left in them.
    private static Answer parsed(String answer) throws IOException {
        var end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("the server did not answer in HTTP");
        }
        var lines = answer.substring(0, end).split("\r\n");
        var headers = new HashMap<String, List<String>>();
        for (var line : List.of(lines).subList(1, lines.length)) {
            var parts = line.split(":", 2);
            headers.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1].strip());
        }
        var status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        return new Answer(status, answer.substring(end + 4), headers);
    }
}
