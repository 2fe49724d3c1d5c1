package carapace.server.search.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordPiecesTest {

    private static final int MAX = 16;

    private static WordPieces pieces;

    private static InputStream resource(String name) {
        return Objects.requireNonNull(WordPiecesTest.class.getResourceAsStream(name));
    }

    @BeforeAll
    static void read() throws IOException {
        pieces = WordPieces.read(resource("/all-minilm-l6-v2-q-tokenizer.json"));
    }

    /// What the file writes in ASCII.
    private static String unescape(String text) {
        return text.replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\u200b", "\u200b")
                .replace("\\u0000", "\0")
                .replace("\\ufffd", "\ufffd")
                .replace("\\u0301", "\u0301")
                .replace("@long", "x".repeat(101));
    }

    @Test
    void cutsTextsAsTheModelWasTaught() throws IOException {
        String file;
        try (var cases = resource("/meaning/pieces.txt")) {
            file = new String(cases.readAllBytes(), StandardCharsets.UTF_8);
        }
        var seen = 0;
        for (var line : file.lines().filter(it -> !it.startsWith("#")).toList()) {
            var equals = line.lastIndexOf(" = ");
            var numbers =
                    Arrays.stream(pieces.numbers(unescape(line.substring(0, equals)), MAX))
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(" "));
            assertThat(numbers).as(line).isEqualTo(line.substring(equals + 3));
            seen++;
        }
        assertThat(seen).isEqualTo(15);
    }

    @Test
    void takesNoMoreOfALongTextThanItMay() {
        var numbers = pieces.numbers("word ".repeat(100_000), 128);
        assertThat(numbers).hasSize(128).endsWith(102);
    }

    @Test
    void refusesAnotherVocabulary() {
        var other = "{\"model\":{\"vocab\":{\"a\":0}}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> WordPieces.read(new ByteArrayInputStream(other)))
                .isInstanceOf(IOException.class)
                .hasMessage("the tokenizer has 1 pieces, not 30522");
    }
}
