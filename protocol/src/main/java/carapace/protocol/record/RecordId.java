package carapace.protocol.record;

import carapace.protocol.key.Base64Url;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The name of a record, and of the post or comment that it made: base64url of the SHA-256 of its
/// compact JWS, 43 characters.
public record RecordId(String value) {

    /// Bytes of the hash.
    public static final int BYTES = 32;

    private static final int LENGTH = 43;

    /// @throws IllegalArgumentException when the text is no id in its canonical form
    public RecordId {
        if (value.length() != LENGTH || Base64Url.decode(value).length != BYTES) {
            throw new IllegalArgumentException("an id has 43 characters of base64url");
        }
    }

    /// {@return the id of a record with these bytes}
    public static RecordId of(byte[] compact) {
        return fromBytes(sha256(compact));
    }

    /// @param hash 32 bytes
    public static RecordId fromBytes(byte[] hash) {
        return new RecordId(Base64Url.encode(hash));
    }

    /// {@return the 32 bytes of the hash}
    public byte[] bytes() {
        return Base64Url.decode(value);
    }

    private static byte[] sha256(byte[] bytes) {
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
