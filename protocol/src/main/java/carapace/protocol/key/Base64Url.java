package carapace.protocol.key;

import java.util.Base64;

/// base64url without padding (RFC 4648 §5), in its one canonical form.
public final class Base64Url {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /// @throws IllegalArgumentException for padding, foreign characters, or unused bits that are
    ///   set: two texts for the same bytes would make signatures malleable
    public static byte[] decode(String text) {
        var remainder = text.length() % 4;
        if (remainder == 1 || text.endsWith("=")) {
            throw new IllegalArgumentException("not base64url without padding");
        }
        if (remainder != 0) {
            var unusedBits = remainder == 2 ? 0b1111 : 0b11;
            if ((sixBits(text.charAt(text.length() - 1)) & unusedBits) != 0) {
                throw new IllegalArgumentException("base64url with unused bits set");
            }
        }
        return DECODER.decode(text);
    }

    private static int sixBits(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '-' ? 62 : 63;
    }
}
