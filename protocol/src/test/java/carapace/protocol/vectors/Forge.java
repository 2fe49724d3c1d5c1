package carapace.protocol.vectors;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SigningPair;
import java.nio.charset.StandardCharsets;

/// Signs whatever it is given, which no honest signer does.
final class Forge {

    /// The header of an honest record.
    static final String HEADER = "{\"typ\":\"carapace-record+jws\",\"alg\":\"EdDSA\"}";

    private Forge() {}

    static String sign(String header, String payload, SigningPair pair) {
        return sign(utf8(header), utf8(payload), pair);
    }

    static String sign(byte[] header, byte[] payload, SigningPair pair) {
        return signInput(input(header, payload), pair);
    }

    static String input(byte[] header, byte[] payload) {
        return Base64Url.encode(header) + "." + Base64Url.encode(payload);
    }

    static String signInput(String input, SigningPair pair) {
        return input + "." + Base64Url.encode(pair.sign(utf8(input)));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
