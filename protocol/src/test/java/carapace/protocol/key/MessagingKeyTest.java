package carapace.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagingKeyTest {

    private static final byte[] KEY =
            MessagingKeyPair.fromSeed(new byte[MessagingKeyPair.SEED_BYTES]).publicKey().bytes();

    private static void refuses(byte[] encoded) {
        assertThatThrownBy(() -> MessagingKey.of(encoded))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsItsBytes() {
        assertThat(MessagingKey.of(KEY).bytes()).isEqualTo(KEY);
        assertThat(MessagingKey.of(KEY)).isEqualTo(MessagingKey.of(KEY));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 1184, 1215, 1217, 2432})
    void refusesAnotherLength(int length) {
        refuses(Arrays.copyOf(KEY, length));
    }

    /// FIPS 203 §7.2: a coefficient beyond 3328 would be a second name for another key.
    @Test
    void refusesACoefficientThatIsNotReduced() {
        var largest = KEY.clone();
        largest[0] = (byte) 0x00;
        largest[1] = (byte) ((largest[1] & 0xf0) | 0x0d);
        var beyond = largest.clone();
        beyond[0] = (byte) 0x01;

        assertThat(MessagingKey.of(largest).bytes()).isEqualTo(largest);
        refuses(beyond);
    }

    @Test
    void refusesSeedsOfAnotherLength() {
        assertThatThrownBy(() -> MessagingKeyPair.fromSeed(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotNeedItsSeedAnyLonger() {
        var seed = new byte[MessagingKeyPair.SEED_BYTES];
        var pair = MessagingKeyPair.fromSeed(seed);
        Arrays.fill(seed, (byte) 1);

        assertThat(pair.publicKey().bytes()).isEqualTo(KEY);
    }
}
