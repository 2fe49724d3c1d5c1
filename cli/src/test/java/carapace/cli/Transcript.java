package carapace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is typed and what is answered, as `transcripts/*.txt` tell it: `$ command`, `exit N`, then
/// expected words, one phrase a line.
record Transcript(Path file, List<Step> steps) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "transcripts");
    private static final String PROMPT = "$ carapace";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    record Step(String command, int exit, List<String> phrases) {

        /// {@return the words of the command line, as a shell would split them}
        List<String> words() {
            return WORD.matcher(command)
                    .results()
                    .map(word -> word.group(1) == null ? word.group() : word.group(1))
                    .toList();
        }
    }

    static Transcript read(String name) {
        var file = FOLDER.resolve(name);
        try {
            return new Transcript(file, steps(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Step> steps(List<String> lines) {
        var steps = new ArrayList<Step>();
        for (var line : lines) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), 0, List.of()));
            } else if (line.startsWith("exit ")) {
                var step = steps.removeLast();
                var exit = Integer.parseInt(line.substring("exit ".length()));
                steps.add(new Step(step.command(), exit, step.phrases()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                var step = steps.removeLast();
                var phrases = Stream.concat(step.phrases().stream(), Stream.of(line)).toList();
                steps.add(new Step(step.command(), step.exit(), phrases));
            }
        }
        return List.copyOf(steps);
    }
}
