package carapace.protocol.json;

import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds and writes compact JSON. What is written is signed as it stands.
public final class JsonWriter {

    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    /// An object without members yet.
    public JsonWriter() {}

    public JsonWriter text(String name, String value) {
        members.put(name, new JsonString(value));
        return this;
    }

    /// Leaves the member out when the value is null.
    public JsonWriter optional(String name, @Nullable String value) {
        return value == null ? this : text(name, value);
    }

    public JsonWriter nullable(String name, @Nullable String value) {
        members.put(name, value == null ? new JsonNull() : new JsonString(value));
        return this;
    }

    public JsonWriter number(String name, long value) {
        members.put(name, new JsonNumber(value));
        return this;
    }

    public JsonWriter flag(String name, boolean value) {
        members.put(name, new JsonBool(value));
        return this;
    }

    public JsonWriter value(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    public JsonWriter texts(String name, List<String> values) {
        members.put(
                name,
                new JsonArray(values.stream().map(v -> (JsonValue) new JsonString(v)).toList()));
        return this;
    }

    public JsonObject object() {
        return JsonObject.of(members);
    }

    /// {@return the object's text without any space}
    ///
    /// @throws IllegalArgumentException for a text with a lone surrogate
    public String write() {
        return write(object());
    }

    /// {@return the value's text without any space}
    ///
    /// @throws IllegalArgumentException for a text with a lone surrogate
    public static String write(JsonValue value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, JsonValue value) {
        switch (value) {
            case JsonObject(var members) -> appendObject(out, members);
            case JsonArray(var values) -> appendArray(out, values);
            case JsonString(var text) -> appendText(out, text);
            case JsonNumber(var number) -> out.append(number);
            case JsonBool(var flag) -> out.append(flag);
            case JsonNull() -> out.append("null");
        }
    }

    private static void appendObject(StringBuilder out, Map<String, JsonValue> members) {
        var separator = '{';
        for (var member : members.entrySet()) {
            out.append(separator);
            appendText(out, member.getKey());
            out.append(':');
            append(out, member.getValue());
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void appendArray(StringBuilder out, List<JsonValue> values) {
        var separator = '[';
        for (var value : values) {
            out.append(separator);
            append(out, value);
            separator = ',';
        }
        out.append(values.isEmpty() ? "[]" : "]");
    }

    private static void appendText(StringBuilder out, String text) {
        if (Surrogates.standAlone(text)) {
            throw new IllegalArgumentException("a lone surrogate cannot be written as UTF-8");
        }
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        out.append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
