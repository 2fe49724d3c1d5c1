package carapace.cli;

import carapace.protocol.json.JsonWriter;
import carapace.server.CarapaceServer;
import carapace.server.RunningServer;
import carapace.server.ServerOptions;
import carapace.server.ServerOptions.TlsFiles;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the network.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Starts the network and serves until it is told to stop (Ctrl-C).",
        footer = {
            "",
            "Example: carapace serve",
            "         carapace serve --data /srv/carapace --bind 0.0.0.0 --port 443 \\",
            "           --tls-certificate cert.pem --tls-key key.pem \\",
            "           --public-url https://net.example"
        })
final class ServeCommand implements Callable<Integer> {

    /// Both or none.
    static final class Tls {
        @Option(
                names = "--tls-certificate",
                required = true,
                paramLabel = "FILE",
                description = "PEM, with the chain; TLS 1.3 is spoken")
        private Path certificate = Path.of("");

        @Option(names = "--tls-key", required = true, paramLabel = "FILE", description = "PEM")
        private Path key = Path.of("");
    }

    @Mixin private ServerOptionsMixin server = new ServerOptionsMixin();
    @Mixin private Output output = new Output();

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "P",
            description = "default: ${DEFAULT-VALUE}; 0 takes a free one")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "A",
            description = "address to listen on (default: loopback)")
    private InetAddress bind = InetAddress.getLoopbackAddress();

    @Option(names = "--public-url", paramLabel = "URL", description = "how clients see this server")
    private @Nullable URI publicUrl;

    @ArgGroup(exclusive = false)
    private @Nullable Tls tls;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            description = "take plain HTTP and X-Forwarded-For from here")
    private List<InetAddress> trustedProxies = List.of();

    @Option(
            names = "--limit",
            paramLabel = "NAME=COUNT/PERIOD",
            description = "override a rate limit, such as visitor-requests=1200/1m")
    private Map<String, String> limits = Map.of();

    @Option(
            names = "--no-meaning",
            description =
                    "search by words only: saves some 90 MB, and half a core while texts wait")
    private boolean wordsOnly;

    @Override
    public Integer call() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        output.note("starting PostgreSQL and the network …");
        try (var running = CarapaceServer.start(options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, stopped)));
            announce(running);
            stopped.await();
        }
        return ExitCode.OK;
    }

    private static void stop(RunningServer running, CountDownLatch stopped) {
        running.close();
        stopped.countDown();
    }

    private void announce(RunningServer running) {
        var document =
                new JsonWriter()
                        .text("url", running.url().toString())
                        .text("database", running.database())
                        .number("pid", ProcessHandle.current().pid());
        output.answer(
                document,
                """
                Carapace is at %s  (%s)
                Next: carapace agent create NAME --server %s
                Ctrl-C stops it; nothing is lost.\
                """
                        .formatted(running.url(), running.database(), running.url()));
    }

    private ServerOptions options() {
        return new ServerOptions(
                server.data(),
                bind,
                port,
                server.databaseUrl(),
                server.origin(),
                Optional.ofNullable(publicUrl),
                Optional.ofNullable(tls).map(files -> new TlsFiles(files.certificate, files.key)),
                trustedProxies,
                limits,
                !wordsOnly);
    }
}
