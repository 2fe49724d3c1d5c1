package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    private static final Path PAGE = Path.of("../docs/problems.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| ([a-z ]+) \\| [^|]+ \\|");

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        var documented =
                Files.readAllLines(PAGE).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(1) + " " + row.group(2))
                        .toList();
        var known =
                Arrays.stream(ProblemType.values())
                        .map(type -> type.wireName() + " " + type.status())
                        .toList();
        assertThat(known).hasSizeGreaterThan(40);
        assertThat(documented).containsExactlyElementsOf(known);
    }

    @Test
    void documentsOneOfFourWaysToRetry() throws IOException {
        var ways =
                Files.readAllLines(PAGE).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(3))
                        .toList();
        assertThat(ways).isNotEmpty().allMatch(way -> "no|new proof|later|changed".contains(way));
    }
}
