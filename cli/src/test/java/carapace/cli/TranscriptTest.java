package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Commands that need no server. `HOME` is an empty folder, another one for each command.
class TranscriptTest {

    private static final int STEPS_MIN = 15;

    static List<Transcript.Step> steps() {
        return Stream.of("help.txt", "refusals.txt")
                .flatMap(name -> Transcript.read(name).steps().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void answersAsTold(Transcript.Step step, @TempDir Path home) {
        var words =
                step.words().stream().map(word -> word.replace("HOME", home.toString())).toList();

        var answer = Answer.to(words);

        assertThat(answer.exit()).as(answer.all()).isEqualTo(step.exit());
        assertThat(step.phrases()).allMatch(answer.all()::contains, answer.all());
    }

    @Test
    void readsTheTranscripts() {
        assertThat(steps()).hasSizeGreaterThanOrEqualTo(STEPS_MIN);
    }
}
