package carapace.protocol.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The JWK thumbprint of a public key (RFC 7638): base64url of a SHA-256, 43 characters.
public record Thumbprint(String value) {

    private static final int LENGTH = 43;
    private static final int BYTES = 32;

    /// @throws IllegalArgumentException when the text is no thumbprint in its canonical form
    public Thumbprint {
        if (value.length() != LENGTH || Base64Url.decode(value).length != BYTES) {
            throw new IllegalArgumentException("a thumbprint has 43 characters of base64url");
        }
    }

    /// @param canonicalJwk the required members only, in the order of RFC 7638 §3.2
    static Thumbprint ofCanonical(String canonicalJwk) {
        return new Thumbprint(
                Base64Url.encode(sha256(canonicalJwk.getBytes(StandardCharsets.UTF_8))));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
