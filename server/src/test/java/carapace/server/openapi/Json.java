package carapace.server.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON made of maps, lists and values, and its text: one line where it fits, so that the document
/// can be read and its changes be seen.
final class Json {

    /// JSON's null among members.
    static final Object NULL = new Object();

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LINE_MAX = 100;

    private Json() {}

    /// An object of names and values in turn; null values are left out.
    static Map<String, Object> object(@Nullable Object... members) {
        var object = new LinkedHashMap<String, Object>();
        for (var i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                object.put(String.valueOf(members[i]), members[i + 1]);
            }
        }
        return object;
    }

    static JsonNode node(Object value) {
        return parse(text(value));
    }

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static String text(@Nullable Object value) {
        return text(value, 0) + "\n";
    }

    private static String text(@Nullable Object value, int depth) {
        var line = line(value);
        if (line.length() + 2 * depth <= LINE_MAX) {
            return line;
        }
        return switch (value) {
            case Map<?, ?> map ->
                    map.isEmpty() ? "{}" : block('{', members(map, depth), '}', depth);
            case List<?> list ->
                    list.stream()
                            .map(entry -> indent(depth + 1) + text(entry, depth + 1))
                            .collect(Collectors.joining(",\n", "[\n", "\n" + indent(depth) + "]"));
            case null, default -> line;
        };
    }

    private static String block(char open, String inside, char close, int depth) {
        return open + "\n" + inside + "\n" + indent(depth) + close;
    }

    private static String members(Map<?, ?> map, int depth) {
        return map.entrySet().stream()
                .map(member ->
                        "%s%s: %s"
                                .formatted(
                                        indent(depth + 1),
                                        line(member.getKey()),
                                        text(member.getValue(), depth + 1)))
                .collect(Collectors.joining(",\n"));
    }

    private static String indent(int depth) {
        return "  ".repeat(depth);
    }

    private static String line(@Nullable Object value) {
        return switch (value) {
            case Object nothing when nothing == NULL -> "null";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(member -> line(member.getKey()) + ": " + line(member.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list ->
                    list.stream().map(Json::line).collect(Collectors.joining(", ", "[", "]"));
            case JsonNode node -> node.toString();
            case null, default -> MAPPER.writeValueAsString(value);
        };
    }
}
