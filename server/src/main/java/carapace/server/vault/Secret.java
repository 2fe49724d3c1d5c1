package carapace.server.vault;

import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes that must not be printed, compared in variable time, or kept longer than needed.
///
/// `toString` shows nothing and there is no serial form. Not safe for use by several threads while
/// one of them closes it.
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes the array over: the caller forgets it.
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /// {@return a copy that the caller wipes}
    public byte[] reveal() {
        if (closed) {
            throw new IllegalStateException("the secret was closed");
        }
        return bytes.clone();
    }

    /// In constant time.
    public boolean matches(byte[] other) {
        return !closed && MessageDigest.isEqual(bytes, other);
    }

    /// Wipes the bytes.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
