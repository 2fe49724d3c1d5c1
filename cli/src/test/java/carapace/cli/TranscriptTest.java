package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Commands, their exit codes and words that their answers have, as `transcripts/*.txt` tell them:
/// `$ command`, `exit N`, then expected words, one phrase a line. `HOME` is an empty folder.
class TranscriptTest {

    private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");
    private static final int STEPS_MIN = 15;

    record Step(String command, int exit, List<String> words) {}

    static List<Step> steps() throws IOException {
        var steps = new ArrayList<Step>();
        try (var files = Files.list(TRANSCRIPTS)) {
            for (var file : files.sorted().toList()) {
                read(Files.readAllLines(file), steps);
            }
        }
        return steps;
    }

    private static void read(List<String> lines, List<Step> steps) {
        for (var line : lines) {
            if (line.startsWith("$ carapace")) {
                steps.add(new Step(line.substring("$ carapace".length()), 0, new ArrayList<>()));
            } else if (line.startsWith("exit ")) {
                var step = steps.removeLast();
                var exit = Integer.parseInt(line.substring("exit ".length()));
                steps.add(new Step(step.command(), exit, step.words()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                steps.getLast().words().add(line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void answersAsTold(Step step, @TempDir Path home) {
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        var command = Main.commandLine().setOut(writer).setErr(writer);
        var words =
                Stream.of(step.command().strip().split(" +"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.replace("HOME", home.toString()))
                        .toArray(String[]::new);

        var exit = command.execute(words);

        assertThat(exit).as(() -> step.command() + "\n" + said).isEqualTo(step.exit());
        assertThat(said.toString()).contains(step.words());
    }

    @Test
    void readsTheTranscripts() throws IOException {
        assertThat(steps()).hasSizeGreaterThanOrEqualTo(STEPS_MIN);
    }
}
