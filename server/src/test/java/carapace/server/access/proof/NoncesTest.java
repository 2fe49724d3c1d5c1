package carapace.server.access.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final AtomicLong now = new AtomicLong(-1);
    private final Nonces nonces = new Nonces(RANDOM, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void takesTheNonceOfThisMinuteAndTheLast() {
        var nonce = nonces.current();
        assertThat(nonce).matches("[A-Za-z0-9_-]{22}");
        assertThat(nonces.window().minuteOf(nonce)).hasValue(0);
        pass(Duration.ofSeconds(119));
        assertThat(nonces.window().minuteOf(nonce)).hasValue(0);
        assertThat(nonces.window().minuteOf(nonces.current())).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(nonces.window().minuteOf(nonce)).isEmpty();
    }

    @Test
    void aNodeThatStartsAgainTakesNoneOfBefore() {
        var nonce = nonces.current();

        var again = new Nonces(RANDOM, now::get);

        assertThat(again.window().minuteOf(nonce)).isEmpty();
        assertThat(again.current()).isNotEqualTo(nonce);
    }
}
