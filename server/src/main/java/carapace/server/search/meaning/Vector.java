package carapace.server.search.meaning;

/// What a text means: a direction in [#DIMENSIONS] dimensions, each a signed byte. Only the
/// direction counts, so the largest of them is always 127 or -127.
public final class Vector {

    public static final int DIMENSIONS = 384;

    private final byte[] bytes;

    /// @throws IllegalArgumentException when there are not [#DIMENSIONS] of them
    public Vector(byte[] bytes) {
        if (bytes.length != DIMENSIONS) {
            throw new IllegalArgumentException(
                    "a vector has %d bytes, not %d".formatted(DIMENSIONS, bytes.length));
        }
        this.bytes = bytes.clone();
    }

    /// The nearest direction that bytes can say; of nothing at all, nothing.
    static Vector of(float[] direction) {
        var largest = 0f;
        for (var part : direction) {
            largest = Math.max(largest, Math.abs(part));
        }
        var bytes = new byte[direction.length];
        for (var i = 0; i < direction.length; i++) {
            bytes[i] =
                    largest == 0 ? 0 : (byte) Math.round(direction[i] * Byte.MAX_VALUE / largest);
        }
        return new Vector(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
