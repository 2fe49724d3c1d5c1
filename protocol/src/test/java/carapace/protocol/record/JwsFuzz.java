package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Takes whatever it is given apart as a compact JWS.
class JwsFuzz {

    private static final Ed25519PublicKey KEY = Ed25519KeyPair.fromSeed(new byte[32]).publicKey();

    @FuzzTest(maxDuration = "")
    void parse(byte[] bytes) {
        var compact = new String(bytes, StandardCharsets.UTF_8);
        try {
            var jws = Jws.parse(compact);
            jws.isSignedBy(KEY);
            canonical(compact);
        } catch (JsonException | IllegalArgumentException refused) {
            // The two ways of refusing.
        }
    }

    /// There is no other text with the same parts.
    private static void canonical(String compact) {
        var parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw new AssertionError("three parts, not " + parts.length);
        }
        for (var part : parts) {
            if (!Base64Url.encode(Base64Url.decode(part)).equals(part)) {
                throw new AssertionError("two texts for the same bytes");
            }
        }
    }
}
