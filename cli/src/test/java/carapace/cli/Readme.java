package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What the README tells a newcomer to type.
final class Readme {

    private static final Path FILE = Path.of("..", "README.md");
    private static final String URL = "http://127.0.0.1:8080";
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile(Pattern.quote(URL) + "(/\\S*ID)\\b");

    private Readme() {}

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String section(String title) {
        var text = text();
        var start = text.indexOf("## " + title + "\n");
        assertThat(start).as("a section '%s' in the README", title).isNotNegative();
        var end = text.indexOf("\n## ", start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /// {@return the commands that stand indented in a section, as they are}
    static List<String> commands(String title) {
        var commands = section(title).lines().filter(line -> line.startsWith("    ./")).toList();
        assertThat(commands).as("commands in '%s'", title).isNotEmpty();
        return commands.stream().map(String::strip).toList();
    }

    /// {@return the paths of the addresses in which `ID` stands for a post's id}
    static List<String> addresses(String title) {
        return ADDRESS.matcher(section(title)).results().map(found -> found.group(1)).toList();
    }

    /// {@return the Java of a section, as it is}
    static String java(String title) {
        var java = JAVA.matcher(section(title));
        assertThat(java.find()).as("Java in '%s'", title).isTrue();
        return java.group(1);
    }

    /// {@return the text with another server than the README's}
    static String at(LiveServer server, String text) {
        assertThat(text).contains(URL);
        return text.replace(URL, server.url().toString());
    }
}
