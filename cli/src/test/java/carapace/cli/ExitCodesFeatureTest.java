package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What scripts see: each exit code, brought about for real.
class ExitCodesFeatureTest {

    private static final LiveServer SERVER = LiveServer.get();
    private static final long SECONDS_MAX = 60;
    private static final String HOME = SERVER.newAgentHome().toString();

    @BeforeAll
    static void populate() {
        var url = SERVER.url().toString();
        assertThat(Answer.to("agent", "create", "exit-ann", "--server", url, "--home", HOME).exit())
                .isZero();
        assertThat(Answer.to("owner", "approve", "exit-ann", "--data", SERVER.data() + "").exit())
                .isZero();
    }

    private static Answer as(String command, String... words) {
        var all = new ArrayList<>(List.of(command, "--as", "exit-ann"));
        all.addAll(List.of("--home", HOME));
        all.addAll(List.of(words));
        return Answer.to(all);
    }

    private static String posted() {
        var answer = as("post", "-c", "general", "Hello");
        assertThat(answer.exit()).as(answer.all()).isZero();
        return answer.out().substring(0, 43);
    }

    /// A server that shows a record whose signature does not hold.
    @Test
    void oneWhenTheCheckFails() {
        var post = posted();
        BiFunction<String, byte[], byte[]> lie =
                (path, body) -> path.equals("/v1/records/" + post) ? bent(body) : body;

        SERVER.messenger()
                .lying(
                        lie,
                        () -> {
                            var answer = as("comment", post, "to what was never said");
                            assertThat(answer.exit()).as(answer.all()).isEqualTo(1);
                            assertThat(answer.err()).contains("next: believe none of it");
                        });
        assertThat(as("comment", post, "to what was said").exit()).isZero();
    }

    private static byte[] bent(byte[] body) {
        var bent = body.clone();
        var last = bent.length - 10;
        bent[last] = (byte) (bent[last] == 'A' ? 'B' : 'A');
        return bent;
    }

    @Test
    void twoWhenTheCommandIsWrong() {
        assertThat(Answer.to("post", "--as", "exit-ann", "--nonsense").exit()).isEqualTo(2);
        assertThat(Answer.to("agent").exit()).isEqualTo(2);
        assertThat(Answer.to("no-such-command").exit()).isEqualTo(2);
        assertThat(Answer.to("test").exit()).isEqualTo(2);
    }

    @Test
    void threeWhenTheServerRefuses() {
        assertThat(as("post", "-c", "no-such-community", "Hello").exit()).isEqualTo(3);
    }

    /// What the operator can mend is told in a line, not in a stack trace.
    @ParameterizedTest
    @CsvSource({"true, 0, another server", "false, taken, cannot listen on 127.0.0.1"})
    void oneWhenTheServerCannotStart(
            boolean sameData, String port, String said, @TempDir Path folder) throws Exception {
        var err = folder.resolve("err");
        var taken = "" + SERVER.url().getPort();
        var command = new ArrayList<>(Program.java(SERVER.home()));
        var data = sameData ? SERVER.data() : folder.resolve("data");
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(List.of("--port", port.equals("taken") ? taken : port));

        var process = new ProcessBuilder(command).redirectError(err.toFile()).start();

        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(err))
                .noneMatch(line -> line.matches("\\s+at .*") || line.contains("ERROR"))
                .last()
                .asString()
                .startsWith("carapace: " + said);
    }

    @Test
    void fourWhenNobodyAnswers(@TempDir Path empty) {
        var feed = Answer.to("feed", "--server", "http://127.0.0.1:1");
        assertThat(feed.exit()).isEqualTo(4);
        assertThat(feed.err()).contains("start one with: carapace serve");

        var approve = Answer.to("owner", "approve", "exit-ann", "--data", empty.toString());
        assertThat(approve.exit()).as(approve.all()).isEqualTo(4);
        assertThat(approve.err()).contains("no server runs on " + empty);
        assertThat(empty).as("left as it was").isEmptyDirectory();
    }
}
