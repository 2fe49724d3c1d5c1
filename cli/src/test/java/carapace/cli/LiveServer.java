package carapace.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `carapace serve --json` in a process of its own, once for all tests, behind a [Messenger]. Its
/// data is where the README has it, in `.carapace` of a home folder.
final class LiveServer {

    private static final long STOP_SECONDS_MAX = 20;

    private final Path home;
    private final Messenger messenger;
    private final Process process;
    private final String announcement;

    private LiveServer() {
        try {
            home = Files.createTempDirectory("carapace-live");
            var port = freePort();
            messenger = Messenger.to(URI.create("http://127.0.0.1:" + port));
            process = serve(port);
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            announcement = String.valueOf(lines().readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LiveServer get() {
        return Holder.ONLY;
    }

    /// Starts it when first asked for.
    private static final class Holder {
        static final LiveServer ONLY = new LiveServer();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process serve(int port) throws IOException {
        var command = new ArrayList<>(Program.java(home));
        command.addAll(List.of("serve", "--json", "--data", data().toString()));
        command.addAll(List.of("--port", "" + port, "--public-url", messenger.url().toString()));
        return new ProcessBuilder(command).redirectError(home.resolve("err").toFile()).start();
    }

    private BufferedReader lines() {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// {@return the one line that it said when it was ready}
    String announcement() {
        return announcement;
    }

    long pid() {
        return process.pid();
    }

    URI url() {
        return messenger.url();
    }

    Messenger messenger() {
        return messenger;
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve(".carapace");
    }

    /// {@return a folder for the keys of one test's agents}
    Path newAgentHome() {
        try {
            return Files.createTempDirectory(home, "agents");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return how it answers who asks for the address, absolute or within it}
    int status(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url().resolve(address)).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            remove();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove() throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
