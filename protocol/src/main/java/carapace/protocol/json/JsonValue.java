package carapace.protocol.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A value that [StrictJson] has read. Immutable.
public sealed interface JsonValue {

    /// Members in the order of the text, names unique.
    record JsonObject(SequencedMap<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }

        /// {@return an object with these members, in this order}
        public static JsonObject of(Map<String, ? extends JsonValue> members) {
            return new JsonObject(new LinkedHashMap<>(members));
        }
    }

    record JsonArray(List<JsonValue> values) implements JsonValue {
        public JsonArray {
            values = List.copyOf(values);
        }
    }

    /// Text, without lone surrogates when it was read.
    record JsonString(String value) implements JsonValue {}

    /// A whole number within ±(2^53 − 1), which every JSON reader holds exactly (RFC 8259 §6).
    record JsonNumber(long value) implements JsonValue {
        /// The largest magnitude allowed.
        public static final long MAX = (1L << 53) - 1;

        public JsonNumber {
            if (value > MAX || value < -MAX) {
                throw new IllegalArgumentException("number beyond 2^53: " + value);
            }
        }
    }

    record JsonBool(boolean value) implements JsonValue {}

    record JsonNull() implements JsonValue {}
}
