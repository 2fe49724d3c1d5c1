package carapace.protocol.key;

import java.util.Arrays;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/// The public key to which messages are sealed: X-Wing (ML-KEM-768 with X25519), 1,216 bytes.
public final class MessagingKey {

    /// Bytes of a key.
    public static final int BYTES = 1216;

    private final byte[] encoded;

    private MessagingKey(byte[] encoded) {
        this.encoded = encoded;
    }

    /// @throws IllegalArgumentException when the bytes are no X-Wing key
    public static MessagingKey of(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new IllegalArgumentException("an X-Wing key has 1216 bytes");
        }
        try {
            return new MessagingKey(new XWingPublicKeyParameters(encoded).getEncoded());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the bytes are no X-Wing key", e);
        }
    }

    public byte[] bytes() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessagingKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
