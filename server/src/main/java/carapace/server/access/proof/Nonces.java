package carapace.server.access.proof;

import carapace.protocol.key.Base64Url;
import carapace.server.database.Database;
import carapace.server.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// The server's nonces (RFC 9449 §8): 22 characters, the same for everybody, new every minute and
/// good for one to two.
///
/// A nonce is a MAC over the minute and the epoch of the store of spent tokens. Every node makes
/// the same ones without asking another, and when the store is lost in a crash, all proofs that
/// were spent in it die with the epoch.
@Component
public final class Nonces {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 16;
    private static final long MINUTE_MILLIS = 60_000;

    private final SecretKeySpec key;
    private final Supplier<String> epoch;
    private final Clock clock;

    /// Only ever replaced as a whole.
    private volatile Window window;

    @Autowired
    Nonces(Vault vault, Database database, Clock clock) {
        this(vault.derive("dpop-nonce", KEY_BYTES), database::epoch, clock);
    }

    Nonces(byte[] key, Supplier<String> epoch, Clock clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.epoch = epoch;
        this.clock = clock;
        this.window = at(minute(), epoch.get());
    }

    /// {@return the nonce to give out now}
    public String current() {
        return window().current;
    }

    /// {@return the window in which proofs are checked now}
    Window window() {
        var minute = minute();
        var now = epoch.get();
        var known = window;
        if (known.minute != minute || !known.epoch.equals(now)) {
            known = at(minute, now);
            window = known;
        }
        return known;
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }

    private Window at(long minute, String epoch) {
        return new Window(minute, epoch, nonce(minute, epoch), nonce(minute - 1, epoch));
    }

    private String nonce(long minute, String epoch) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var text = "nonce|%s|%d".formatted(epoch, minute);
            var bytes = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64Url.encode(Arrays.copyOf(bytes, NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    /// The two nonces that count in one minute of one epoch.
    record Window(long minute, String epoch, String current, String previous) {

        boolean accepts(String nonce) {
            var bytes = nonce.getBytes(StandardCharsets.UTF_8);
            var isCurrent = same(bytes, current);
            var isPrevious = same(bytes, previous);
            return isCurrent || isPrevious;
        }

        private static boolean same(byte[] nonce, String expected) {
            return MessageDigest.isEqual(nonce, expected.getBytes(StandardCharsets.UTF_8));
        }
    }
}
