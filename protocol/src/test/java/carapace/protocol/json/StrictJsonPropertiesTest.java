package carapace.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.vectors.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever strict JSON reads, another reader reads to the same value. Without edge cases, of which
/// nested values have too many.
@PropertyDefaults(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
class StrictJsonPropertiesTest {

    private static final String SEED = "20261124";

    @Provide
    Arbitrary<JsonValue> values() {
        return values(3);
    }

    private static Arbitrary<JsonValue> values(int depth) {
        Arbitrary<JsonValue> leaves =
                Arbitraries.oneOf(
                        texts().map(JsonString::new),
                        Arbitraries.longs()
                                .between(-JsonNumber.MAX, JsonNumber.MAX)
                                .map(JsonNumber::new),
                        Arbitraries.of(new JsonBool(true), new JsonBool(false), new JsonNull()));
        if (depth == 0) {
            return leaves;
        }
        var inner = values(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(2, leaves),
                Tuple.of(1, inner.list().ofMaxSize(4).map(JsonArray::new)),
                Tuple.of(
                        2,
                        Arbitraries.maps(texts(), inner)
                                .ofMaxSize(5)
                                .map(members -> (JsonValue) JsonObject.of(members))));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(1, 0x10ffff)
                .filter(point -> point < 0xd800 || point > 0xdfff)
                .list()
                .ofMaxSize(8)
                .map(points -> {
                    var text = new StringBuilder();
                    points.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }

    @Property(seed = SEED)
    void readsWhatItWrites(@ForAll("values") JsonValue value) throws JsonException {
        var text = JsonWriter.write(value);

        assertThat(StrictJson.parse(text)).isEqualTo(value);
        assertThat(Reference.read(utf8(text))).isEqualTo(Reference.value(value));
    }

    @Property(seed = SEED)
    void readsEverySpelling(@ForAll("values") JsonValue value, @ForAll long draw)
            throws JsonException {
        var text = spell(JsonWriter.write(value), new Random(draw));

        assertThat(StrictJson.parse(utf8(text))).isEqualTo(value);
        assertThat(Reference.read(utf8(text))).isEqualTo(Reference.value(value));
    }

    /// The same value with spaces between tokens and characters escaped at random.
    private static String spell(String compact, Random random) {
        var out = new StringBuilder();
        var inText = false;
        for (var i = 0; i < compact.length(); i++) {
            var c = compact.charAt(i);
            if (c == '"') {
                inText = !inText;
            }
            if (inText && c == '\\') {
                var length = compact.charAt(i + 1) == 'u' ? 6 : 2;
                out.append(compact, i, i + length);
                i += length - 1;
            } else if (inText && c != '"' && random.nextInt(4) == 0) {
                out.append(escaped(c, random));
                if (Character.isHighSurrogate(c)) {
                    out.append(escaped(compact.charAt(++i), random));
                }
            } else if (inText && Character.isHighSurrogate(c)) {
                out.append(c).append(compact.charAt(++i));
            } else if (!inText && "{}[],:".indexOf(c) >= 0) {
                out.append(space(random)).append(c).append(space(random));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String escaped(char c, Random random) {
        return (random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c);
    }

    private static String space(Random random) {
        return List.of("", "", " ", "\n", "\r\n", "\t").get(random.nextInt(6));
    }

    @Property(tries = 3_000, seed = SEED)
    void agreesOnWhateverItTakes(
            @ForAll("values") JsonValue value, @ForAll long draw, @ForAll("snippets") String put) {
        var random = new Random(draw);
        var text = JsonWriter.write(value);
        var start = random.nextInt(text.length() + 1);
        var end = Math.min(text.length(), start + random.nextInt(3));
        agree(utf8(text.substring(0, start) + put + text.substring(end)));
    }

    @Provide
    Arbitrary<String> snippets() {
        return Arbitraries.of(
                "", "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "-", "0", "1", "1e9",
                ".5", "\\u0061", "\\ud83e", "\\n", "\n", " ", "\u00a0", "\ufeff", "\ud83e", "/*",
                "\"\":1,");
    }

    @Provide
    Arbitrary<String> tokens() {
        return snippets().list().ofMaxSize(7).map(list -> String.join("", list));
    }

    @Property(tries = 10_000, seed = SEED)
    void agreesOnHeapsOfTokens(@ForAll("tokens") String text) {
        agree(utf8(text));
    }

    private static void agree(byte[] text) {
        try {
            var value = StrictJson.parse(text);
            assertThat(Reference.read(text)).isEqualTo(Reference.value(value));
        } catch (JsonException refused) {
            assertThat(refused.flaw()).isNotNull();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
