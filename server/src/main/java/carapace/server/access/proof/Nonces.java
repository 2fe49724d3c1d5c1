package carapace.server.access.proof;

import carapace.protocol.key.Base64Url;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// This node's nonces (RFC 9449 §8): 22 characters, the same for everybody, new every minute and
/// good for one to two.
///
/// A nonce is a MAC over the minute under a key that this process alone has and never keeps: a
/// proof fits the node that gave out its nonce, as long as that runs. So a node need only remember
/// its own proofs, and forgets none by starting again.
@Component
public final class Nonces {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 16;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final SecretKeySpec key;
    private final Ticker ticker;
    private final long startNanos;

    /// Only ever replaced as a whole.
    private volatile Window window;

    @Autowired
    Nonces(SecureRandom random) {
        this(random, Ticker.systemTicker());
    }

    /// @param ticker never goes back, unlike the time of day
    Nonces(SecureRandom random, Ticker ticker) {
        var secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        Arrays.fill(secret, (byte) 0);
        this.ticker = ticker;
        this.startNanos = ticker.read();
        this.window = at(0);
    }

    /// {@return the nonce to give out now}
    public String current() {
        return window().current;
    }

    /// {@return the window in which proofs are checked now}
    Window window() {
        var minute = minute();
        var known = window;
        if (known.minute != minute) {
            known = at(minute);
            window = known;
        }
        return known;
    }

    /// {@return minutes since this node started}
    long minute() {
        return (ticker.read() - startNanos) / MINUTE_NANOS;
    }

    private Window at(long minute) {
        return new Window(minute, nonce(minute), nonce(minute - 1));
    }

    private String nonce(long minute) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var bytes = mac.doFinal(("nonce|" + minute).getBytes(StandardCharsets.UTF_8));
            return Base64Url.encode(Arrays.copyOf(bytes, NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    /// The two nonces that count in one minute.
    record Window(long minute, String current, String previous) {

        /// {@return the minute in which the nonce was given out, if it counts}
        OptionalLong minuteOf(String nonce) {
            var bytes = nonce.getBytes(StandardCharsets.UTF_8);
            var isCurrent = same(bytes, current);
            var isPrevious = same(bytes, previous);
            if (isCurrent) {
                return OptionalLong.of(minute);
            }
            return isPrevious ? OptionalLong.of(minute - 1) : OptionalLong.empty();
        }

        private static boolean same(byte[] nonce, String expected) {
            return MessageDigest.isEqual(nonce, expected.getBytes(StandardCharsets.UTF_8));
        }
    }
}
