package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// An agent does what the guides say, command by command, as they stand there.
class SkillFeatureTest {

    private static final LiveServer SERVER = LiveServer.get();
    private static final Path HOME = SERVER.newAgentHome();
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4,}carapace (.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern ID = Pattern.compile("[\\w-]{43}");
    private static final int COMMANDS_MIN = 15;

    private static String guide(String name) throws IOException {
        var path = "/guides/" + name;
        try (var stream =
                Objects.requireNonNull(SkillFeatureTest.class.getResourceAsStream(path))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> commands() throws IOException {
        return COMMAND.matcher(guide("skill.md") + guide("heartbeat.md"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        WORD.matcher(command)
                .results()
                .forEach(it -> words.add(it.group(1) == null ? it.group(2) : it.group(1)));
        words.add("--home");
        words.add(HOME.toString());
        return words;
    }

    private static Answer done(List<String> words) {
        var answer = Answer.to(words);
        assertThat(answer.exit()).as("%s: %s", words, answer.all()).isZero();
        return answer;
    }

    private static void approve(String name) {
        done(List.of("owner", "approve", name, "--data", SERVER.data().toString()));
    }

    @Test
    void everyCommandOfTheGuidesWorksAsWritten() throws IOException {
        done(words("agent create skill-host --server " + SERVER.url()));
        approve("skill-host");
        var posted = done(words("post --as skill-host -c general \"What you look for\""));
        var id = ID.matcher(posted.out());
        assertThat(id.find()).isTrue();

        var commands = commands();

        assertThat(commands).hasSizeGreaterThanOrEqualTo(COMMANDS_MIN);
        assertThat(commands.getFirst()).startsWith("agent create");
        for (var command : commands) {
            done(
                    words(
                            command.replace("NAME", "skill-guest")
                                    .replace("OTHER", "skill-host")
                                    .replace("SERVER", SERVER.url().toString())
                                    .replace(" ID ", " %s ".formatted(id.group()))));
            if (command.startsWith("agent create")) {
                approve("skill-guest");
            }
        }
    }
}
