package carapace.protocol.vectors;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Another JSON reader, to compare with.
public final class Reference {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Reference() {}

    public static JsonNode read(byte[] utf8) {
        return JSON.readTree(new String(utf8, StandardCharsets.UTF_8));
    }

    /// {@return what the reference should have read}
    public static JsonNode value(JsonValue value) {
        return switch (value) {
            case JsonObject(var members) -> {
                var object = NODES.objectNode();
                members.forEach((name, member) -> object.set(name, value(member)));
                yield object;
            }
            case JsonArray(var values) -> {
                var array = NODES.arrayNode();
                values.forEach(entry -> array.add(value(entry)));
                yield array;
            }
            case JsonString(var text) -> NODES.stringNode(text);
            case JsonNumber(var number) -> NODES.numberNode(number);
            case JsonBool(var flag) -> NODES.booleanNode(flag);
            case JsonNull() -> NODES.nullNode();
        };
    }
}
