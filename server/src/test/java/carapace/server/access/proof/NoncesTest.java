package carapace.server.access.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    private final AtomicReference<String> epoch = new AtomicReference<>("first");
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final Nonces nonces = new Nonces(new byte[32], epoch::get, clock);

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void takesTheNonceOfThisMinuteAndTheLast() {
        var nonce = nonces.current();
        assertThat(nonce).matches("[A-Za-z0-9_-]{22}");
        assertThat(nonces.window().accepts(nonce)).isTrue();
        pass(Duration.ofSeconds(119));
        assertThat(nonces.window().accepts(nonce)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(nonces.window().accepts(nonce)).isFalse();
    }

    @Test
    void refusesANonceFromBeforeTheStoreWasLost() {
        var nonce = nonces.current();
        epoch.set("second");
        assertThat(nonces.window().accepts(nonce)).isFalse();
        assertThat(nonces.window().accepts(nonces.current())).isTrue();
    }

    @Test
    void makesTheSameNonceOnEveryNode() {
        var other = new Nonces(new byte[32], epoch::get, clock);
        assertThat(other.current()).isEqualTo(nonces.current());
        var key = new byte[32];
        key[0] = 1;
        assertThat(new Nonces(key, epoch::get, clock).current()).isNotEqualTo(nonces.current());
    }
}
