package carapace.server.vault;

import java.security.MessageDigest;
import java.util.Arrays;

/// The MAC over a [SealedRow], 37 bytes: five name the key, 32 are the MAC.
public final class Seal {

    private final byte[] bytes;

    public Seal(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /// {@return a copy, as it is stored beside the row}
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seal seal && MessageDigest.isEqual(bytes, seal.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
