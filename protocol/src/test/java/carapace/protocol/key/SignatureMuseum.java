package carapace.protocol.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Ed25519 signatures that libraries take or refuse differently, under keys of prime order. Their
/// maker knows the private scalar: nobody else can make most of them.
public final class SignatureMuseum {

    /// Bytes are hexadecimal.
    ///
    /// @param signature R and S
    public record Piece(
            String name, String comment, String key, String message, String signature) {}

    private static final BigInteger SCALAR = KeyMuseum.SCALAR;
    private static final BigInteger ONCE = new BigInteger("98765432109876543210987654321098765");
    private static final byte[] KEY = EdwardsPoint.BASE.times(SCALAR).encode();
    private static final byte[] MESSAGE = "Carapace".getBytes(US_ASCII);
    private static final EdwardsPoint HONEST_R = EdwardsPoint.BASE.times(ONCE);

    private final List<Piece> pieces = new ArrayList<>();

    private SignatureMuseum() {}

    /// {@return signatures that count}
    public static List<Piece> good() {
        var museum = new SignatureMuseum();
        museum.add("plain", "an ordinary signature", honest());
        var base = EdwardsPoint.BASE.encode();
        museum.add("r-is-the-base-point", "legal, if unwise", sign(BigInteger.ONE, base));
        return museum.pieces;
    }

    /// {@return signatures that do not count}
    public static List<Piece> bad() {
        var museum = new SignatureMuseum();
        museum.scalars();
        museum.neutralR();
        museum.partsInR();
        museum.others();
        return museum.pieces;
    }

    private void scalars() {
        var s = EdwardsPoint.fromLittleEndian(Arrays.copyOfRange(honest(), 32, 64));
        for (var times = 1; times <= 15; times += 7) {
            var more = s.add(EdwardsPoint.ORDER.multiply(BigInteger.valueOf(times)));
            add("s-plus-%d-orders".formatted(times), "S must be below L", withS(more));
        }
        add("s-is-the-order", "S must be below L", withS(EdwardsPoint.ORDER));
        add("s-zero", "not the equation's", withS(BigInteger.ZERO));
        var negative = EdwardsPoint.ORDER.subtract(s);
        add("s-negated", "not the equation's", withS(negative));
    }

    private void neutralR() {
        var neutral = EdwardsPoint.NEUTRAL.encode();
        var comment = "the equation holds, but whoever sees S knows the private scalar";
        add("r-neutral", comment, sign(BigInteger.ZERO, neutral));
        var signed = neutral.clone();
        signed[31] |= (byte) 0x80;
        add("r-neutral-with-sign", "R is not canonical", sign(BigInteger.ZERO, signed));
        var beyond = EdwardsPoint.littleEndian(EdwardsPoint.PRIME.add(BigInteger.ONE));
        add("r-neutral-beyond-p", "R is not canonical", sign(BigInteger.ZERO, beyond));
        beyond[31] |= (byte) 0x80;
        add("r-neutral-beyond-p-with-sign", "R is not canonical", sign(BigInteger.ZERO, beyond));
    }

    private void partsInR() {
        for (var i = 1; i < 8; i++) {
            var part = EdwardsPoint.TORSION.times(i);
            add(
                    "r-small-order-%d".formatted(i),
                    "holds only when both sides are multiplied by the cofactor",
                    sign(BigInteger.ZERO, part.encode()));
            add(
                    "r-small-part-%d".formatted(i),
                    "holds only when both sides are multiplied by the cofactor",
                    sign(ONCE, HONEST_R.plus(part).encode()));
        }
    }

    private void others() {
        add("zeros", "64 zeros", new byte[64]);
        var ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        add("ones", "64 times ff", ones);
        var noPoint = honest();
        System.arraycopy(EdwardsPoint.littleEndian(BigInteger.TWO), 0, noPoint, 0, 32);
        add("r-no-point", "R is on no curve", noPoint);
        add("halves-swapped", "S before R", swapped(honest()));
        var other = honest();
        other[0] ^= 1;
        add("r-one-bit-off", "near miss", other);
        var otherS = honest();
        otherS[32] ^= 1;
        add("s-one-bit-off", "near miss", otherS);
        var otherMessage = MESSAGE.clone();
        otherMessage[0] ^= 1;
        add("message-one-bit-off", "near miss", otherMessage, honest());
        add("short", "63 bytes", Arrays.copyOf(honest(), 63));
        add("long", "65 bytes", Arrays.copyOf(honest(), 65));
        add("empty", "no bytes", new byte[0]);
        add("hexadecimal", "128 characters", HexFormat.of().formatHex(honest()).getBytes(US_ASCII));
    }

    private static byte[] honest() {
        return sign(ONCE, HONEST_R.encode());
    }

    private static byte[] sign(BigInteger once, byte[] encodedR) {
        return EdwardsPoint.sign(SCALAR, KEY, once, encodedR, MESSAGE);
    }

    private static byte[] withS(BigInteger s) {
        return ByteBuffer.allocate(64)
                .put(honest(), 0, 32)
                .put(EdwardsPoint.littleEndian(s))
                .array();
    }

    private static byte[] swapped(byte[] signature) {
        return ByteBuffer.allocate(64).put(signature, 32, 32).put(signature, 0, 32).array();
    }

    private void add(String name, String comment, byte[] signature) {
        add(name, comment, MESSAGE, signature);
    }

    private void add(String name, String comment, byte[] message, byte[] signature) {
        var hex = HexFormat.of();
        pieces.add(
                new Piece(
                        name,
                        comment,
                        hex.formatHex(KEY),
                        hex.formatHex(message),
                        hex.formatHex(signature)));
    }
}
