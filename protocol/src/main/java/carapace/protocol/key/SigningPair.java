package carapace.protocol.key;

/// Signs with a private key that it does not show, and shows the public half. A pair in memory, or
/// a key that a vault keeps.
public interface SigningPair {

    AccessKey publicKey();

    /// {@return the signature over `message`, 64 bytes}
    byte[] sign(byte[] message);
}
