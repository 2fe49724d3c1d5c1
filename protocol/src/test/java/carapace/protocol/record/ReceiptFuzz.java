package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Ed25519KeyPair;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Reads whatever it is given, as a receipt and as the payload of one that is rightly signed.
class ReceiptFuzz {

    private static final Ed25519KeyPair SERVER = Ed25519KeyPair.fromSeed(new byte[32]);

    @FuzzTest(maxDuration = "")
    void verify(byte[] bytes) {
        check(new String(bytes, StandardCharsets.ISO_8859_1));
        var header =
                new JsonWriter()
                        .text("typ", Receipt.TYPE)
                        .text("kid", SERVER.publicKey().thumbprint().value());
        check(Jws.sign(header, new String(bytes, StandardCharsets.UTF_8), SERVER));
    }

    private static void check(String compact) {
        try {
            var receipt = Receipt.verify(compact, SERVER.publicKey());
            if (!Receipt.verify(receipt.sign(SERVER), SERVER.publicKey()).equals(receipt)) {
                throw new AssertionError("the meaning did not survive");
            }
        } catch (JsonException refused) {
            // What a receipt is not, is said by this exception alone.
        }
    }
}
