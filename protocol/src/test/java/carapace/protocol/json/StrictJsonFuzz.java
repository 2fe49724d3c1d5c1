package carapace.protocol.json;

import carapace.protocol.vectors.Reference;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// Reads whatever it is given as strict JSON.
class StrictJsonFuzz {

    @FuzzTest(maxDuration = "")
    void parse(byte[] bytes) {
        JsonValue value;
        try {
            value = StrictJson.parse(bytes);
        } catch (JsonException refused) {
            return;
        }
        if (!Reference.read(bytes).equals(Reference.value(value))) {
            throw new AssertionError("another reader reads something else");
        }
        try {
            if (!StrictJson.parse(JsonWriter.write(value)).equals(value)) {
                throw new AssertionError("written, it reads as something else");
            }
        } catch (JsonException e) {
            throw new AssertionError("what was read cannot be read again", e);
        }
    }
}
