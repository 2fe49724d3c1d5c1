package carapace.client.agent;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;

/// The secret halves of an agent's three keys, 32 bytes each. They are bytes all the way, never
/// text, so that [#close] can wipe them; what stays in memory is inside the key objects of the JCA.
final class KeySeeds implements AutoCloseable {

    /* header, then access, signing and messaging, a line each */
    private static final byte[] HEADER = "carapace-keys-v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SEED_BYTES = Ed25519KeyPair.SEED_BYTES;
    private static final int SEED_CHARACTERS = 43;
    private static final int LINE = SEED_CHARACTERS + 1;
    private static final int SEEDS = 3;
    private static final int FILE_BYTES = HEADER.length + SEEDS * LINE; // 149

    private final byte[] access;
    private final byte[] signing;
    private final byte[] messaging;

    private KeySeeds(byte[] access, byte[] signing, byte[] messaging) {
        this.access = access;
        this.signing = signing;
        this.messaging = messaging;
    }

    static KeySeeds draw(SecureRandom random) {
        return new KeySeeds(seed(random), seed(random), seed(random));
    }

    private static byte[] seed(SecureRandom random) {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return seed;
    }

    /// Reads what [#writeWith] wrote. The caller wipes `file`.
    ///
    /// @throws IllegalArgumentException when it is anything else
    static KeySeeds read(byte[] file) {
        var wrong =
                file.length != FILE_BYTES
                        || !Arrays.equals(HEADER, 0, HEADER.length, file, 0, HEADER.length);
        if (wrong) {
            throw new IllegalArgumentException("it is no file of agent's keys, version 1");
        }
        return new KeySeeds(seed(file, 0), seed(file, 1), seed(file, 2));
    }

    private static byte[] seed(byte[] file, int line) {
        var from = HEADER.length + line * LINE;
        var text = Arrays.copyOfRange(file, from, from + SEED_CHARACTERS);
        try {
            var seed = Base64.getUrlDecoder().decode(text);
            if (seed.length != SEED_BYTES || file[from + SEED_CHARACTERS] != '\n') {
                throw new IllegalArgumentException("a key in it has not 32 bytes");
            }
            return seed;
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// Hands the file's bytes to `writer` and wipes them after.
    <T> T writeWith(Function<byte[], T> writer) {
        var file = Arrays.copyOf(HEADER, FILE_BYTES);
        Arrays.fill(file, HEADER.length, FILE_BYTES, (byte) '\n');
        encode(access, file, 0);
        encode(signing, file, 1);
        encode(messaging, file, 2);
        try {
            return writer.apply(file);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static void encode(byte[] seed, byte[] file, int line) {
        var text = Base64.getUrlEncoder().withoutPadding().encode(seed);
        System.arraycopy(text, 0, file, HEADER.length + line * LINE, SEED_CHARACTERS);
        Arrays.fill(text, (byte) 0);
    }

    AgentKeys pairs() {
        return new AgentKeys(Ed25519KeyPair.fromSeed(access), Ed25519KeyPair.fromSeed(signing));
    }

    PublicKeys publicKeys() {
        return new PublicKeys(
                Ed25519KeyPair.fromSeed(access).publicKey(),
                Ed25519KeyPair.fromSeed(signing).publicKey(),
                MessagingKeyPair.fromSeed(messaging.clone()).publicKey());
    }

    @Override
    public void close() {
        Arrays.fill(access, (byte) 0);
        Arrays.fill(signing, (byte) 0);
        Arrays.fill(messaging, (byte) 0);
    }
}
