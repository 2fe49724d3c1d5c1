package carapace.drills.injection;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The attacker's own place on loopback: notes every request, none of which a page should ever have
/// made, and serves a page that tries to embed others.
final class Collector implements AutoCloseable {

    private static final String EMBEDDING = "/embedding";
    private static final int KEPT_MAX = 5_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    // Guarded by itself.
    private final List<String> strays = new ArrayList<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var collector = new Collector(HttpServer.create(address, 0));
        collector.server.setExecutor(collector.threads);
        collector.server.createContext("/", collector::take);
        collector.server.start();
        return collector;
    }

    /// {@return host and port}
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// {@return a page that tries to embed these in every way}
    String embedding(List<String> pages) {
        return pages.stream()
                .map(page -> URLEncoder.encode(page, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "http://" + host() + EMBEDDING + "?", ""));
    }

    /// {@return paths that somebody asked for, at most 5,000}
    List<String> strays() {
        synchronized (strays) {
            return List.copyOf(strays);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (path.equals(EMBEDDING)) {
                answer(exchange, "text/html", Scripts.read("embedding.html"));
            } else if (!path.equals("/favicon.ico")) {
                keep(path);
                answer(exchange, type(path), "xss(" + number(path) + ")");
            }
        }
    }

    private void keep(String path) {
        synchronized (strays) {
            if (strays.size() < KEPT_MAX) {
                strays.add(path);
            }
        }
    }

    private static String type(String path) {
        return path.endsWith(".css") ? "text/css" : "text/javascript";
    }

    /// The payload's own number is the first part of the path.
    static int number(String path) {
        var parts = path.split("/", 3);
        try {
            return parts.length < 2 ? -1 : Integer.parseInt(parts[1]);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
