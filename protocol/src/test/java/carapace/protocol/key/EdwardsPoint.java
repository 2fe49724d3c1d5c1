package carapace.protocol.key;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A point of edwards25519 (RFC 8032 §5.1) in plain arithmetic, slow and open: for making keys and
/// signatures that no honest library makes.
public record EdwardsPoint(BigInteger x, BigInteger y) {

    static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /// L, the order of the base point.
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D =
            BigInteger.valueOf(-121665)
                    .multiply(BigInteger.valueOf(121666).modInverse(PRIME))
                    .mod(PRIME);

    static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);

    /// B.
    static final EdwardsPoint BASE =
            new EdwardsPoint(
                    new BigInteger(
                            "216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a", 16),
                    new BigInteger(
                            "6666666666666666666666666666666666666666666666666666666666666658",
                            16));

    /// A point of order 8: its multiples are all points of small order.
    static final EdwardsPoint TORSION =
            new EdwardsPoint(
                    new BigInteger(
                            "1fd5b9a006394a28e933993238de4abb5c193c7013e5e238dea14646c545d14a", 16),
                    new BigInteger(
                            "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
                            16));

    EdwardsPoint plus(EdwardsPoint that) {
        var product =
                D.multiply(x).multiply(that.x).mod(PRIME).multiply(y).multiply(that.y).mod(PRIME);
        var sumX = x.multiply(that.y).add(that.x.multiply(y));
        var sumY = y.multiply(that.y).add(x.multiply(that.x));
        return new EdwardsPoint(
                sumX.multiply(BigInteger.ONE.add(product).modInverse(PRIME)).mod(PRIME),
                sumY.multiply(BigInteger.ONE.subtract(product).modInverse(PRIME)).mod(PRIME));
    }

    EdwardsPoint times(BigInteger factor) {
        var sum = NEUTRAL;
        for (var bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            if (factor.testBit(bit)) {
                sum = sum.plus(this);
            }
        }
        return sum;
    }

    EdwardsPoint times(long factor) {
        return times(BigInteger.valueOf(factor));
    }

    /// {@return the encoding of RFC 8032 §5.1.2, 32 bytes}
    byte[] encode() {
        var encoded = littleEndian(y);
        if (x.testBit(0)) {
            encoded[31] |= (byte) 0x80;
        }
        return encoded;
    }

    /// {@return 32 bytes, the least first}
    static byte[] littleEndian(BigInteger number) {
        var bytes = new byte[32];
        var big = number.toByteArray();
        for (var i = 0; i < Math.min(32, big.length); i++) {
            bytes[i] = big[big.length - 1 - i];
        }
        return bytes;
    }

    /// {@return R and S for a private scalar and a one-time scalar of choice, with R as given}
    static byte[] sign(
            BigInteger scalar, byte[] key, BigInteger once, byte[] encodedR, byte[] message) {
        var k = hash(encodedR, key, message);
        var s = once.add(k.multiply(scalar)).mod(ORDER);
        return ByteBuffer.allocate(64).put(encodedR).put(littleEndian(s)).array();
    }

    /// {@return k of RFC 8032 §5.1.7 step 2, not reduced}
    static BigInteger hash(byte[] encodedR, byte[] key, byte[] message) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(encodedR);
            digest.update(key);
            return fromLittleEndian(digest.digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-512", e);
        }
    }

    static BigInteger fromLittleEndian(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /// {@return the signature with S + L, which a lax verifier takes for the same}
    static byte[] withOrderAdded(byte[] signature) {
        var s = fromLittleEndian(Arrays.copyOfRange(signature, 32, 64)).add(ORDER);
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(signature, 0, 32)
                .put(littleEndian(s))
                .array();
    }
}
