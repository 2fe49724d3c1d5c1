package carapace.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519PublicKeyTest {

    /// RFC 8032 §7.1, test 2.
    private static final byte[] SEED =
            hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

    private static final BigInteger SCALAR = new BigInteger("1234567890123456789012345678901");

    private static final byte[] MESSAGE = hex("72");
    private static final byte[] SIGNATURE =
            hex(
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    @Test
    void agreesWithRfc8032() {
        var pair = Ed25519KeyPair.fromSeed(SEED);

        assertThat(pair.publicKey().bytes())
                .isEqualTo(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        assertThat(pair.sign(MESSAGE)).isEqualTo(SIGNATURE);
        assertThat(pair.publicKey().verify(MESSAGE, SIGNATURE)).isTrue();
    }

    /// RFC 8037 appendix A.3.
    @Test
    void thumbprintAgreesWithRfc8037() {
        var key =
                Ed25519PublicKey.of(
                        Base64Url.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));

        assertThat(key.thumbprint().value())
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void refusesTheSameSignatureWithSPlusTheGroupOrder() {
        var malleable = EdwardsPoint.withOrderAdded(SIGNATURE);

        assertThat(Ed25519KeyPair.fromSeed(SEED).publicKey().verify(MESSAGE, malleable)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesPointsOfSmallOrderAndSecondEncodings(String encoded) {
        assertThatThrownBy(() -> Ed25519PublicKey.of(hex(encoded)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
    void refusesKeysWithASmallPart(long part) {
        var mixed = EdwardsPoint.BASE.times(SCALAR).plus(EdwardsPoint.TORSION.times(part));

        assertThatThrownBy(() -> Ed25519PublicKey.of(mixed.encode()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesBytesThatAreNoPoint() {
        var none = hex("0200000000000000000000000000000000000000000000000000000000000000");

        assertThatThrownBy(() -> Ed25519PublicKey.of(none))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTheSignatureThatGivesItsKeyAway() {
        var key = EdwardsPoint.BASE.times(SCALAR).encode();
        var neutral = EdwardsPoint.NEUTRAL.encode();
        var base = EdwardsPoint.BASE.encode();
        var zero = EdwardsPoint.sign(SCALAR, key, BigInteger.ZERO, neutral, MESSAGE);
        var one = EdwardsPoint.sign(SCALAR, key, BigInteger.ONE, base, MESSAGE);

        assertThat(Ed25519PublicKey.of(key).verify(MESSAGE, zero)).isFalse();
        assertThat(Ed25519PublicKey.of(key).verify(MESSAGE, one)).isTrue();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
