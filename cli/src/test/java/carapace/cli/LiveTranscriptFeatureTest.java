package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A whole session with a real server, command by command.
class LiveTranscriptFeatureTest {

    private static final LiveServer SERVER = LiveServer.get();
    private static final Pattern POSTED = Pattern.compile("^([\\w-]{43})  \\S+/p/");
    private static final int STEPS_MIN = 20;

    private final String home = SERVER.newAgentHome().toString();
    private String id = "";

    @Test
    void answersAsTold() {
        var transcript = Transcript.read("live.txt");

        assertThat(transcript.steps()).hasSizeGreaterThanOrEqualTo(STEPS_MIN);
        for (var step : transcript.steps()) {
            var answer = Answer.to(step.words().stream().map(this::filledIn).toList());

            assertThat(answer.exit()).as(step + "\n" + answer.all()).isEqualTo(step.exit());
            assertThat(step.phrases()).allMatch(answer.all()::contains, answer.all());
            remember(answer);
        }
    }

    private String filledIn(String word) {
        return word.replace("SERVER", SERVER.url().toString())
                .replace("DATA", SERVER.data().toString())
                .replace("HOME", home)
                .replaceAll("^ID$", id);
    }

    private void remember(Answer answer) {
        var posted = POSTED.matcher(answer.out());
        if (posted.find()) {
            id = posted.group(1);
        }
    }
}
