package carapace.protocol.key;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;

/// An X-Wing key pair.
public final class MessagingKeyPair {

    /// Bytes of the private key, from which both halves are derived.
    public static final int SEED_BYTES = 32;

    private final XWingPrivateKeyParameters key;

    private MessagingKeyPair(XWingPrivateKeyParameters key) {
        this.key = key;
    }

    /// Draws a new pair.
    public static MessagingKeyPair generate(SecureRandom random) {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        try {
            return fromSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// @param seed 32 secret bytes; the caller wipes them
    public static MessagingKeyPair fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an X-Wing seed has 32 bytes");
        }
        return new MessagingKeyPair(new XWingPrivateKeyParameters(seed));
    }

    public MessagingKey publicKey() {
        return MessagingKey.of(key.getPublicKeyParameters().getEncoded());
    }
}
