package carapace.protocol.key;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads whatever it is given, as a JWK and as the coordinates of one.
class AccessKeyFuzz {

    @FuzzTest(maxDuration = "")
    void parse(byte[] bytes) {
        var first = Base64Url.encode(Arrays.copyOf(bytes, 32));
        var second = Base64Url.encode(Arrays.copyOfRange(bytes, Math.min(32, bytes.length), 64));
        check(bytes);
        check("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}".formatted(first));
        check(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(first, second));
    }

    private static void check(String jwk) {
        check(jwk.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(byte[] jwk) {
        try {
            var key = AccessKey.parse(StrictJson.parse(jwk));
            var again = AccessKey.parse(key.jwk());
            if (!again.equals(key) || !again.thumbprint().equals(key.thumbprint())) {
                throw new AssertionError("one key has two names");
            }
            if (key.verify(new byte[0], new byte[64])) {
                throw new AssertionError("zeros are a signature");
            }
        } catch (JsonException refused) {
            // What a key is not, is said by this exception alone.
        }
    }
}
