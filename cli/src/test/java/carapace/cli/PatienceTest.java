package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Whoever waits for long is told that the command still works, unless it says more itself.
class PatienceTest {

    private static final long WAIT_SECONDS_MAX = 30;

    @Test
    void tellsWhoWaitsForASilentServer() throws Exception {
        var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var err = new StringWriter();
        var command = Main.commandLine(Duration.ofMillis(50)).setErr(new PrintWriter(err, true));
        var url = "http://127.0.0.1:" + silent.getLocalPort();
        var exit = CompletableFuture.supplyAsync(() -> command.execute("feed", "--server", url));

        // The socket is closed before its connection, so that no second call is answered either.
        try (var connection = silent.accept();
                silent) {
            connection.setSoLinger(true, 0);
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
            while (!err.toString().contains("still working")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(10);
            }
        }

        assertThat(exit.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void isSilentOnceTheCommandHasSpoken() {
        var patience = new Patience();
        patience.end();
        var announced = new StringBuilder();

        patience.start(Duration.ZERO, () -> announced.append("still working")).close();

        assertThat(announced).isEmpty();
    }

    @Test
    void endsWithTheCommand() throws IOException {
        var answer = Answer.to("agent", "list", "--home", "/nonexistent");

        assertThat(answer.all()).doesNotContain("still working");
    }
}
