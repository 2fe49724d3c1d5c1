package carapace.protocol.key;

import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 public key (RFC 8032), 32 bytes.
///
/// RFC 8032 leaves open what some keys and signatures mean, and libraries differ. Here a key is a
/// point of the prime-order group other than the neutral one, in its canonical encoding. A
/// signature counts when S is below the group order, R is not the neutral point, and the encoding
/// of [S]B - [k]A is R byte for byte: the equation without the cofactor. The first three are
/// checked here, the equation by the provider; tests hold the JDK and AmazonCorrettoCryptoProvider
/// to it.
public final class Ed25519PublicKey implements AccessKey {

    /// Bytes of a key.
    public static final int BYTES = 32;

    /// Bytes of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private static final BigInteger GROUP_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final byte[] NEUTRAL_POINT = Arrays.copyOf(new byte[] {1}, BYTES);

    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] encoded;
    private final PublicKey key;
    private final Thumbprint thumbprint;

    private Ed25519PublicKey(byte[] encoded, PublicKey key) {
        this.encoded = encoded;
        this.key = key;
        this.thumbprint =
                Thumbprint.ofCanonical(
                        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}"
                                .formatted(Base64Url.encode(encoded)));
    }

    /// @param encoded 32 bytes, RFC 8032 §5.1.2
    /// @throws IllegalArgumentException when they are no canonical point of the prime-order group:
    ///   with a small part in it, one signature may fit many messages, or only some verifiers
    public static Ed25519PublicKey of(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
        }
        if (!Ed25519.validatePublicKeyFull(encoded, 0)) {
            throw new IllegalArgumentException("the bytes are no canonical point of prime order");
        }
        return new Ed25519PublicKey(encoded.clone(), decode(encoded));
    }

    private static PublicKey decode(byte[] encoded) {
        var x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + BYTES);
        System.arraycopy(encoded, 0, x509, X509_PREFIX.length, BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the bytes are no point of the curve", e);
        }
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES
                || !scalarIsReduced(signature)
                || givesKeyAway(signature)) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// RFC 8032 §5.1.7 step 1: S + L would pass for S with a lax provider.
    private static boolean scalarIsReduced(byte[] signature) {
        var s = Arrays.copyOfRange(signature, SIGNATURE_BYTES / 2, SIGNATURE_BYTES);
        return littleEndian(s).compareTo(GROUP_ORDER) < 0;
    }

    /// With R neutral, S is the private scalar times a known number. Some libraries refuse it.
    private static boolean givesKeyAway(byte[] signature) {
        return Arrays.equals(signature, 0, BYTES, NEUTRAL_POINT, 0, BYTES);
    }

    private static BigInteger littleEndian(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /// {@return a copy of the 32 bytes}
    public byte[] bytes() {
        return encoded.clone();
    }

    @Override
    public String algorithm() {
        return "EdDSA";
    }

    @Override
    public JsonObject jwk() {
        return new JsonWriter()
                .text("kty", "OKP")
                .text("crv", "Ed25519")
                .text("x", Base64Url.encode(encoded))
                .object();
    }

    @Override
    public Thumbprint thumbprint() {
        return thumbprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "Ed25519 " + thumbprint;
    }
}
