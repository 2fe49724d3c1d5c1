package carapace.cli;

import carapace.drills.ListeningPorts;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A command that serves, in a process of its own, with the Java and the class path of this one.
final class ServerProcess {

    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final List<String> CACHE = List.of("-XX:AOTCache=", "-Xlog:aot=", "-Xlog:cds=");

    private final Process process;
    private final URI url;
    private final int port;

    private ServerProcess(Process process, URI url, int port) {
        this.process = process;
        this.url = url;
        this.port = port;
    }

    /// `carapace serve`. Returns once it answers.
    static ServerProcess start(List<String> arguments, Path log) throws IOException {
        return start("serve", arguments, log);
    }

    /// Any command that prints a line with its URL once it answers.
    static ServerProcess start(String name, List<String> arguments, Path log) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(startCache());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        name,
                        "--json"));
        command.addAll(arguments);
        var process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = out.readLine();
        if (line == null) {
            throw new IOException("the server did not start: " + Files.readString(log));
        }
        try {
            var url = url(line);
            return new ServerProcess(process, url, port(arguments, process, url));
        } catch (IOException | RuntimeException e) {
            // Whoever asked for it has nothing to stop it by.
            process.destroy();
            throw e;
        }
    }

    /// The cache of loaded classes with which the launcher started this process, if it did.
    private static List<String> startCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> CACHE.stream().anyMatch(argument::startsWith))
                .toList();
    }

    private static URI url(String line) throws IOException {
        try {
            return URI.create(Members.tolerant(StrictJson.parse(line)).text("url", 1, 300));
        } catch (JsonException e) {
            throw new IOException("the server said something else than JSON", e);
        }
    }

    /// Behind a public URL the port is another than the one in the URL.
    private static int port(List<String> arguments, Process process, URI url) throws IOException {
        return arguments.contains("--public-url")
                ? ListeningPorts.of(List.of(process.toHandle())).getFirst()
                : url.getPort();
    }

    /// {@return how clients see it}
    URI url() {
        return url;
    }

    /// {@return where it listens}
    URI listening() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /// Without warning.
    void kill() {
        process.destroyForcibly();
        ended();
    }

    void stop() {
        process.destroy();
        if (!ended()) {
            kill();
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits until it answers from its database again.
    void awaitAnswers() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + ANSWER_MAX.toNanos();
        var request = HttpRequest.newBuilder(listening().resolve("/v1/posts?limit=1")).build();
        try (var http = HttpClient.newHttpClient()) {
            while (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the server does not answer after its database crashed");
                }
                Thread.sleep(100);
            }
        }
    }

    /// {@return the TCP ports on which it and its children listen}
    List<Integer> listeningPorts() throws IOException {
        var processes = Stream.concat(Stream.of(process.toHandle()), process.descendants());
        return ListeningPorts.of(processes.toList());
    }
}
