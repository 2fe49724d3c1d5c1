package carapace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/// Stands between clients and the server and passes everything on, unless it is told to lie: then
/// it stands for a server that does.
final class Messenger implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI destination;

    /// From path and true body to the body that is passed on.
    private volatile BiFunction<String, byte[], byte[]> said = Messenger::truth;

    private Messenger(HttpServer server, URI destination) {
        this.server = server;
        this.destination = destination;
    }

    static Messenger to(URI destination) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(address, 0);
        var messenger = new Messenger(server, destination);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", messenger::pass);
        server.start();
        return messenger;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Lies while the work is done.
    void lying(BiFunction<String, byte[], byte[]> lie, Runnable work) {
        said = lie;
        try {
            work.run();
        } finally {
            said = Messenger::truth;
        }
    }

    private static byte[] truth(String path, byte[] body) {
        return body;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = ask(exchange);
            answer.headers()
                    .map()
                    .forEach((name, values) -> {
                        if (isPassed(name)) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
            var body = said.apply(exchange.getRequestURI().getPath(), answer.body());
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
        var request =
                HttpRequest.newBuilder(destination.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (isPassed(name)) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static boolean isPassed(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT))
                && !header.startsWith(":");
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
