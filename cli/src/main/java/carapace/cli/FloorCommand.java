package carapace.cli;

import carapace.cli.floor.FloorServer;
import carapace.protocol.json.JsonWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The floor in a process of its own.
@Command(name = "floor", hidden = true, description = "Used by bench, on throw-away data only.")
final class FloorCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Option(names = "--data", required = true, description = "of the server that runs")
    private Path data = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        if (!ThrowAwayServer.owns(data)) {
            // Whoever reaches the floor writes in anybody's name.
            throw new IllegalArgumentException(
                    "%s is no throw-away server's: the floor is for bench alone".formatted(data));
        }
        var stopped = new CountDownLatch(1);
        try (var floor = FloorServer.start(data, Clock.systemUTC(), new SecureRandom())) {
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
            var url = new JsonWriter().text("url", floor.url().toString());
            output.answer(url, "The floor is at " + floor.url());
            stopped.await();
        }
        return ExitCode.OK;
    }
}
