package carapace.protocol.key;

/// A private key that signs, with its public half.
public sealed interface SigningPair permits Ed25519KeyPair, P256KeyPair {

    AccessKey publicKey();

    /// {@return the signature over `message`, 64 bytes}
    byte[] sign(byte[] message);
}
