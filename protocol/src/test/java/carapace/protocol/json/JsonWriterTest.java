package carapace.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

    @Test
    void writesWithoutSpaceInTheOrderGiven() {
        var json =
                new JsonWriter()
                        .text("b", "x")
                        .number("a", -1)
                        .flag("f", true)
                        .nullable("n", null)
                        .nullable("m", "y")
                        .optional("left", null)
                        .optional("taken", "z")
                        .texts("l", List.of("1", "2"))
                        .texts("e", List.of())
                        .value("o", new JsonWriter().object());

        assertThat(json.write())
                .isEqualTo(
                        "{\"b\":\"x\",\"a\":-1,\"f\":true,\"n\":null,\"m\":\"y\",\"taken\":\"z\","
                                + "\"l\":[\"1\",\"2\"],\"e\":[],\"o\":{}}");
    }

    @Test
    void escapesWhatMustBeAndNothingElse() {
        var json = new JsonWriter().text("t", "\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é🦞");

        assertThat(json.write())
                .isEqualTo(
                        "{\"t\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\u007f\u2028é🦞\"}");
    }

    @Test
    void escapesNamesToo() {
        var json = JsonObject.of(Map.of("a\"b", new JsonNull()));

        assertThat(JsonWriter.write(json)).isEqualTo("{\"a\\\"b\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83e", "\udd9e", "a\ud83e", "\ud83eb", "\udd9e\ud83e", "\ud83e🦞"})
    void refusesToSignAnotherTextThanItWasGiven(String half) {
        var asValue = new JsonWriter().text("t", half);
        var asName = new JsonWriter().text(half, "t");

        assertThatThrownBy(asValue::write).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(asName::write).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNumbersThatAreNotExactEverywhere() {
        assertThat(new JsonWriter().number("n", JsonNumber.MAX).write())
                .isEqualTo("{\"n\":9007199254740991}");
        assertThat(new JsonWriter().number("n", -JsonNumber.MAX).write())
                .isEqualTo("{\"n\":-9007199254740991}");
        assertThatThrownBy(() -> new JsonWriter().number("n", JsonNumber.MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonWriter().number("n", -JsonNumber.MAX - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
