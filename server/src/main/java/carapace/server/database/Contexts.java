package carapace.server.database;

import carapace.server.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the authenticated context that row security rests on; its other half is `context.caller()`
/// in `V001__root_context.sql`.
final class Contexts {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /// Block size of SHA-256, RFC 2104 §2.
    private static final int BLOCK_BYTES = 64;

    private static final int INNER = 0x36;
    private static final int OUTER = 0x5c;

    private final byte[] key;
    private final byte[] fingerprint;
    private final SecretKeySpec macKey;
    private final Clock clock;

    Contexts(Vault vault, Clock clock) {
        this.key = vault.derive("database-context", KEY_BYTES);
        this.fingerprint = vault.derive("database-vault", KEY_BYTES);
        this.macKey = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /// {@return MAC in hex, milliseconds and caller, for one login on one backend in this minute}
    String entered(String role, int backend, Caller caller) {
        var millis = clock.millis();
        var name = name(caller);
        var message = "carapace context|" + role + '|' + backend + '|' + millis + '|' + name;
        return HexFormat.of().formatHex(mac(message)) + '|' + millis + '|' + name;
    }

    private static String name(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous() -> "anonymous";
            case Caller.Agent(var handle) -> "agent:" + handle.value();
            case Caller.Node() -> "node";
        };
    }

    private byte[] mac(String message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(macKey);
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    /// {@return how far our clock is from this time, in milliseconds}
    long millisFrom(long time) {
        return Math.abs(clock.millis() - time);
    }

    byte[] innerPad() {
        return pad(INNER);
    }

    byte[] outerPad() {
        return pad(OUTER);
    }

    /// {@return 32 bytes that tell one vault from another and nothing else}
    byte[] vaultFingerprint() {
        return fingerprint.clone();
    }

    private byte[] pad(int with) {
        var block = Arrays.copyOf(key, BLOCK_BYTES);
        for (var i = 0; i < block.length; i++) {
            block[i] ^= (byte) with;
        }
        return block;
    }
}
