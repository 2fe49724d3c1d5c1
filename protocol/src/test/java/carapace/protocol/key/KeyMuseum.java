package carapace.protocol.key;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// Public keys that must not be used, by what is wrong with them.
public final class KeyMuseum {

    /// A private scalar that everybody knows.
    static final BigInteger SCALAR = new BigInteger("1234567890123456789012345678901");

    private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    private KeyMuseum() {}

    /// {@return 32 bytes each}
    public static SortedMap<String, byte[]> badEd25519() {
        var bad = new TreeMap<String, byte[]>();
        var honest = EdwardsPoint.BASE.times(SCALAR);
        for (var i = 1; i < 8; i++) {
            var part = EdwardsPoint.TORSION.times(i);
            bad.put("small-order-%d".formatted(i), part.encode());
            bad.put("small-part-%d".formatted(i), honest.plus(part).encode());
        }
        bad.put("neutral", EdwardsPoint.NEUTRAL.encode());
        bad.put("neutral-with-sign", signed(EdwardsPoint.NEUTRAL.encode()));
        bad.put("order-2-with-sign", signed(EdwardsPoint.TORSION.times(4).encode()));
        // Of the 19 numbers from p to 2^255 - 1, these are the y of points: p + 0, 1, 3, 4 …
        for (var more : new int[] {0, 1, 3, 4, 18}) {
            var y = EdwardsPoint.PRIME.add(BigInteger.valueOf(more));
            bad.put("not-canonical-p-plus-%d".formatted(more), EdwardsPoint.littleEndian(y));
        }
        bad.put("no-point", EdwardsPoint.littleEndian(BigInteger.TWO));
        var ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        bad.put("ones", ones);
        return bad;
    }

    private static byte[] signed(byte[] encoded) {
        encoded[31] |= (byte) 0x80;
        return encoded;
    }

    /// {@return JWKs as JSON}
    public static SortedMap<String, String> badP256() {
        var bad = new TreeMap<String, String>();
        var zero = Base64Url.encode(new byte[32]);
        var prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        var yOfZero = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
        bad.put("beside-the-curve", jwk("P-256", X, Y.substring(0, 42) + "4"));
        bad.put("swapped", jwk("P-256", Y, X));
        bad.put("infinity", jwk("P-256", zero, zero));
        bad.put("x-is-the-prime", jwk("P-256", hex(prime), hex(yOfZero)));
        bad.put("y-is-the-prime", jwk("P-256", X, hex(prime)));
        bad.put("x-short", jwk("P-256", X.substring(1), Y));
        bad.put("y-long", jwk("P-256", X, Y + "A"));
        bad.put("y-unused-bits", jwk("P-256", X, Y.substring(0, 42) + "1"));
        bad.put("named-p384", jwk("P-384", X, Y));
        bad.put("named-secp256k1", jwk("secp256k1", X, Y));
        bad.put("named-in-small-letters", jwk("p-256", X, Y));
        return bad;
    }

    private static String hex(String text) {
        return Base64Url.encode(HexFormat.of().parseHex(text));
    }

    private static String jwk(String curve, String x, String y) {
        return "{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(curve, x, y);
    }
}
