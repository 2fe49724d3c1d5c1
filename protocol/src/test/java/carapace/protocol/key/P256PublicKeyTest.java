package carapace.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P256PublicKeyTest {

    private static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    /// RFC 7515 appendix A.3.
    private static final byte[] X = Base64Url.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");

    private static final byte[] Y = Base64Url.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

    private static void refuses(byte[] x, byte[] y) {
        assertThatThrownBy(() -> P256PublicKey.of(x, y))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(BigInteger number) {
        var bytes = new byte[32];
        var big = number.toByteArray();
        var length = Math.min(32, big.length);
        System.arraycopy(big, big.length - length, bytes, 32 - length, length);
        return bytes;
    }

    @Test
    void takesAPointAndItsMirrorImage() {
        var mirrored = bytes(PRIME.subtract(new BigInteger(1, Y)));

        assertThat(P256PublicKey.of(X, Y)).isNotEqualTo(P256PublicKey.of(X, mirrored));
    }

    @Test
    void refusesAPointBesideTheCurve() {
        var beside = Y.clone();
        beside[31] ^= 1;

        refuses(X, beside);
        refuses(Y, X);
    }

    /// The point at infinity has no coordinates; some libraries write it as (0, 0).
    @Test
    void refusesInfinity() {
        refuses(new byte[32], new byte[32]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 64, 65})
    void refusesCoordinatesOfAnotherLength(int length) {
        refuses(Arrays.copyOf(X, length), Y);
        refuses(X, Arrays.copyOf(Y, length));
    }

    /// Otherwise a small coordinate plus the prime would be a second name for the same point.
    @Test
    void refusesCoordinatesBeyondTheField() {
        var b =
                new BigInteger(
                        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        var y = b.modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME);

        assertThat(P256PublicKey.of(new byte[32], bytes(y))).isNotNull();
        refuses(bytes(PRIME), bytes(y));
        refuses(X, bytes(BigInteger.TWO.pow(256).subtract(BigInteger.ONE)));
    }

    @Test
    void refusesSignaturesOfAnotherLengthAndOfZeros() {
        var pair = P256KeyPair.generate(new SecureRandom());
        var message = "text".getBytes(StandardCharsets.UTF_8);
        var signature = pair.sign(message);

        assertThat(pair.publicKey().verify(message, signature)).isTrue();
        assertThat(pair.publicKey().verify(message, Arrays.copyOf(signature, 63))).isFalse();
        assertThat(pair.publicKey().verify(message, Arrays.copyOf(signature, 65))).isFalse();
        assertThat(pair.publicKey().verify(message, new byte[0])).isFalse();
        assertThat(pair.publicKey().verify(message, new byte[64])).isFalse();
    }
}
