package carapace.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonString;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// The bounds of [StrictJson]; the rest of its grammar is in the files of `vectors/json`.
class StrictJsonTest {

    private static Flaw refusal(String text) {
        try {
            throw new AssertionError("read as " + StrictJson.parse(text));
        } catch (JsonException e) {
            return e.flaw();
        }
    }

    /// A list with this many values, itself counted.
    private static String list(String entry, int values) {
        return "[" + String.join(",", Collections.nCopies(values - 1, entry)) + "]";
    }

    @Test
    void boundsTheNumberOfValues() throws JsonException {
        assertThat(StrictJson.parse(list("{}", StrictJson.VALUES_MAX)))
                .isInstanceOf(JsonArray.class);
        assertThat(refusal(list("{}", StrictJson.VALUES_MAX + 1))).isEqualTo(Flaw.TOO_MANY_VALUES);
    }

    @Test
    void boundsTheDepth() throws JsonException {
        var deep = "[".repeat(StrictJson.DEPTH_MAX) + "]".repeat(StrictJson.DEPTH_MAX);
        assertThat(StrictJson.parse(deep)).isInstanceOf(JsonArray.class);
        assertThat(refusal("[" + deep + "]")).isEqualTo(Flaw.TOO_DEEP);
        assertThat(refusal("[".repeat(1_000_000))).isEqualTo(Flaw.TOO_DEEP);
    }

    @Test
    void refusesNulAndTakesItsNeighbour() throws JsonException {
        assertThat(refusal("\"a\\u0000b\"")).isEqualTo(Flaw.BAD_VALUE);
        assertThat(refusal("{\"\\u0000\":1}")).isEqualTo(Flaw.BAD_VALUE);
        assertThat(StrictJson.parse("\"a\\u0001b\"")).isEqualTo(new JsonString("a\u0001b"));
    }

    @Test
    void neverQuotesTheText() {
        assertThatThrownBy(() -> StrictJson.parse("{\"secret\":secret}"))
                .isInstanceOf(JsonException.class)
                .hasMessageNotContaining("secret");
    }
}
