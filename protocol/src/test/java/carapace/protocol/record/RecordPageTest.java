package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/protocol/record.md` says what the code does.
class RecordPageTest {

    private static final Path PAGE = Path.of("..", "docs", "protocol", "record.md");
    private static final Pattern HEADING = Pattern.compile("#{2,3} (.*)");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| .*");

    /// From heading to the names in the first column of its table.
    private static Map<String, Set<String>> tables() throws IOException {
        var tables = new LinkedHashMap<String, Set<String>>();
        Set<String> names = new TreeSet<>();
        for (var line : Files.readAllLines(PAGE)) {
            var heading = HEADING.matcher(line);
            var row = ROW.matcher(line);
            if (heading.matches()) {
                names = new TreeSet<>();
                tables.put(heading.group(1).replace("`", ""), names);
            } else if (row.matches()) {
                names.add(row.group(1));
            }
        }
        return tables;
    }

    @Test
    void namesEveryTypeWithItsMembers() throws IOException {
        var types =
                Arrays.stream(RecordType.values())
                        .collect(Collectors.toMap(RecordType::wireName, RecordType::members));
        var described = tables();
        described.keySet().removeIf(heading -> !heading.contains("."));

        assertThat(described).containsExactlyInAnyOrderEntriesOf(types);
    }

    @Test
    void namesEveryDefect() throws IOException {
        var defects = Arrays.stream(Defect.values()).map(Defect::wireName).toList();

        assertThat(tables().get("Defects")).containsExactlyInAnyOrderElementsOf(defects);
    }

    @Test
    void namesTheMembersOfHeaderAndPayload() throws IOException {
        assertThat(tables().get("Header")).containsExactly("alg", "typ");
        assertThat(tables().get("Payload"))
                .containsExactlyInAnyOrderElementsOf(RecordPayload.MEMBERS);
    }

    @Test
    void saysTheSizes() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(inWords("at most %,d bytes", SignedRecord.BYTES_MAX))
                .contains(inWords("more than %,d deep", StrictJson.DEPTH_MAX))
                .contains(inWords("more than %,d values", StrictJson.VALUES_MAX))
                .contains(inWords("0 to %,d", PostBody.TEXT_MAX))
                .contains(inWords("1 to %,d", PostBody.COMMENT_MAX));
    }

    private static String inWords(String text, int size) {
        return String.format(Locale.ROOT, text, size);
    }
}
