package carapace.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

    private static Members of(String json) throws JsonException {
        return Members.tolerant(StrictJson.parse(json));
    }

    private static void refuses(Flaw flaw, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.flaw()).isEqualTo(flaw));
    }

    @Test
    void knowsOnlyTheMembersItIsTold() throws JsonException {
        var json = StrictJson.parse("{\"a\":1,\"b\":2}");

        assertThat(Members.of(json, Set.of("a", "b", "c")).has("b")).isTrue();
        refuses(Flaw.UNKNOWN_MEMBER, () -> Members.of(json, Set.of("a", "c")));
        refuses(Flaw.UNKNOWN_MEMBER, () -> Members.of(json, Set.of("A", "B")));
    }

    @Test
    void toleratesOthersOnlyWhenAskedTo() throws JsonException {
        assertThat(of("{\"a\":1,\"b\":2}").number("a", 0, 9)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a\"", "1", "true", "null"})
    void readsObjectsOnly(String json) throws JsonException {
        var value = StrictJson.parse(json);

        refuses(Flaw.WRONG_MEMBER_TYPE, () -> Members.of(value, Set.of()));
        refuses(Flaw.WRONG_MEMBER_TYPE, () -> Members.tolerant(value));
    }

    @Test
    void tellsAnAbsentMemberFromANull() throws JsonException {
        var members = of("{\"a\":null}");

        assertThat(members.has("a")).isTrue();
        assertThat(members.isNull("a")).isTrue();
        assertThat(members.nullableText("a", 1, 1)).isNull();
        assertThat(members.optionalText("b", 1, 1)).isNull();
        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.optionalText("a", 1, 1));
        refuses(Flaw.MISSING_MEMBER, () -> members.nullableText("b", 1, 1));
        refuses(Flaw.MISSING_MEMBER, () -> members.isNull("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "null", "[]", "{}", "[\"a\"]"})
    void takesNothingElseForAText(String other) throws JsonException {
        var members = of("{\"a\":%s}".formatted(other));

        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.text("a", 0, 99));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "true", "null", "[1]", "{}"})
    void takesNothingElseForANumber(String other) throws JsonException {
        var members = of("{\"a\":%s}".formatted(other));

        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.number("a", 0, 99));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "0", "null", "[]", "{}"})
    void takesNothingElseForAFlag(String other) throws JsonException {
        var members = of("{\"a\":%s}".formatted(other));

        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.flag("a"));
    }

    @Test
    void missesWhatIsNotThere() throws JsonException {
        var members = of("{}");

        refuses(Flaw.MISSING_MEMBER, () -> members.text("a", 0, 9));
        refuses(Flaw.MISSING_MEMBER, () -> members.number("a", 0, 9));
        refuses(Flaw.MISSING_MEMBER, () -> members.flag("a"));
        refuses(Flaw.MISSING_MEMBER, () -> members.object("a"));
        refuses(Flaw.MISSING_MEMBER, () -> members.list("a", 0, 9));
        refuses(Flaw.MISSING_MEMBER, () -> members.texts("a", 0, 9, 9));
    }

    @Test
    void countsCodePointsAndNotCharacters() throws JsonException {
        var members = of("{\"a\":\"🦞🦞\"}");

        assertThat(members.text("a", 2, 2)).isEqualTo("🦞🦞");
        refuses(Flaw.BAD_VALUE, () -> members.text("a", 3, 4));
        refuses(Flaw.BAD_VALUE, () -> members.text("a", 0, 1));
    }

    @Test
    void boundsNumbersOnBothSides() throws JsonException {
        var members = of("{\"a\":5}");

        assertThat(members.number("a", 5, 5)).isEqualTo(5);
        refuses(Flaw.BAD_VALUE, () -> members.number("a", 6, 9));
        refuses(Flaw.BAD_VALUE, () -> members.number("a", 0, 4));
    }

    @Test
    void boundsLists() throws JsonException {
        var members = of("{\"a\":[\"x\",\"yy\"],\"mixed\":[\"x\",1],\"no\":{}}");

        assertThat(members.texts("a", 2, 2, 2)).containsExactly("x", "yy");
        assertThat(members.list("mixed", 0, 2))
                .containsExactly(new JsonString("x"), new JsonNumber(1));
        refuses(Flaw.BAD_VALUE, () -> members.texts("a", 0, 1, 2));
        refuses(Flaw.BAD_VALUE, () -> members.texts("a", 3, 4, 2));
        refuses(Flaw.BAD_VALUE, () -> members.texts("a", 0, 2, 1));
        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.texts("mixed", 0, 2, 2));
        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.list("no", 0, 2));
    }

    @Test
    void handsOutObjects() throws JsonException {
        var members = of("{\"a\":{\"b\":true},\"c\":[]}");

        assertThat(members.object("a")).isInstanceOf(JsonObject.class);
        refuses(Flaw.WRONG_MEMBER_TYPE, () -> members.object("c"));
    }

    @Test
    void neverQuotesAValue() throws JsonException {
        var members = of("{\"a\":\"secret\"}");

        assertThatThrownBy(() -> members.text("a", 0, 1)).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> members.number("a", 0, 1)).hasMessageNotContaining("secret");
    }
}
