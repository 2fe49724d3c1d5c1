package carapace.protocol.json;

import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object whose members are read by name and type. Lengths of texts are in Unicode code points.
public final class Members {

    private final JsonObject object;

    private Members(JsonObject object) {
        this.object = object;
    }

    /// @throws JsonException when the value is no object or has a member beyond these
    public static Members of(JsonValue value, Set<String> known) throws JsonException {
        if (!(value instanceof JsonObject object)) {
            throw new JsonException(Flaw.WRONG_MEMBER_TYPE, "an object is expected");
        }
        if (!known.containsAll(object.members().keySet())) {
            throw new JsonException(
                    Flaw.UNKNOWN_MEMBER, "only these members are known here: " + sorted(known));
        }
        return new Members(object);
    }

    /// As [#of], without refusing other members: for answers that may grow.
    public static Members tolerant(JsonValue value) throws JsonException {
        if (!(value instanceof JsonObject object)) {
            throw new JsonException(Flaw.WRONG_MEMBER_TYPE, "an object is expected");
        }
        return new Members(object);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    public boolean has(String name) {
        return object.members().containsKey(name);
    }

    /// A text of `min` to `max` code points.
    public String text(String name, int min, int max) throws JsonException {
        return switch (member(name)) {
            case JsonString(var text) -> within(name, text, min, max);
            default -> throw wrongType(name, "a string");
        };
    }

    /// As [#text], or null where the member is absent; a JSON null is refused.
    public @Nullable String optionalText(String name, int min, int max) throws JsonException {
        return has(name) ? text(name, min, max) : null;
    }

    public long number(String name, long min, long max) throws JsonException {
        if (!(member(name) instanceof JsonNumber(var value))) {
            throw wrongType(name, "a whole number");
        }
        if (value < min || value > max) {
            throw new JsonException(
                    Flaw.BAD_VALUE, "%s must be %d to %d".formatted(name, min, max));
        }
        return value;
    }

    public boolean flag(String name) throws JsonException {
        return switch (member(name)) {
            case JsonBool(var value) -> value;
            default -> throw wrongType(name, "true or false");
        };
    }

    public JsonValue object(String name) throws JsonException {
        return switch (member(name)) {
            case JsonObject value -> value;
            default -> throw wrongType(name, "an object");
        };
    }

    /// A text, or null where the member is JSON null; absence is refused.
    public @Nullable String nullableText(String name, int min, int max) throws JsonException {
        return member(name) instanceof JsonNull ? null : text(name, min, max);
    }

    /// {@return whether the member is JSON null; absence is refused}
    public boolean isNull(String name) throws JsonException {
        return member(name) instanceof JsonNull;
    }

    /// Values of a list of `min` to `max` entries.
    public List<JsonValue> list(String name, int min, int max) throws JsonException {
        if (!(member(name) instanceof JsonArray(var values))) {
            throw wrongType(name, "a list");
        }
        if (values.size() < min || values.size() > max) {
            throw new JsonException(
                    Flaw.BAD_VALUE, "%s must have %d to %d entries".formatted(name, min, max));
        }
        return values;
    }

    /// Texts of a list of `min` to `max` entries, each of at most `textMax` code points.
    public List<String> texts(String name, int min, int max, int textMax) throws JsonException {
        var texts = new ArrayList<String>();
        for (var value : list(name, min, max)) {
            if (!(value instanceof JsonString(var text))) {
                throw wrongType(name, "a list of strings");
            }
            texts.add(within(name, text, 1, textMax));
        }
        return List.copyOf(texts);
    }

    private JsonValue member(String name) throws JsonException {
        var value = object.members().get(name);
        if (value == null) {
            throw new JsonException(Flaw.MISSING_MEMBER, "member is missing: " + name);
        }
        return value;
    }

    private static String within(String name, String text, int min, int max) throws JsonException {
        var length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw new JsonException(
                    Flaw.BAD_VALUE, "%s must have %d to %d characters".formatted(name, min, max));
        }
        return text;
    }

    private static JsonException wrongType(String name, String expected) {
        return new JsonException(Flaw.WRONG_MEMBER_TYPE, "%s must be %s".formatted(name, expected));
    }
}
