package carapace.protocol.key;

import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/// A P-256 public key for ES256 (RFC 7518 §3.4), for agents whose hardware holds no Ed25519 key.
public final class P256PublicKey implements AccessKey {

    private static final int COORDINATE_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    static final ECParameterSpec CURVE = curve();

    private final byte[] x;
    private final byte[] y;
    private final PublicKey key;
    private final Thumbprint thumbprint;

    private P256PublicKey(byte[] x, byte[] y, PublicKey key) {
        this.x = x;
        this.y = y;
        this.key = key;
        this.thumbprint =
                Thumbprint.ofCanonical(
                        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                                .formatted(Base64Url.encode(x), Base64Url.encode(y)));
    }

    /// @param x 32 bytes, big-endian
    /// @param y 32 bytes, big-endian
    /// @throws IllegalArgumentException when they are no point of the curve
    public static P256PublicKey of(byte[] x, byte[] y) {
        if (x.length != COORDINATE_BYTES || y.length != COORDINATE_BYTES) {
            throw new IllegalArgumentException("a P-256 coordinate has 32 bytes");
        }
        var point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        refuseOffCurve(point);
        try {
            var key =
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
            return new P256PublicKey(x.clone(), y.clone(), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the bytes are no point of the curve", e);
        }
    }

    /// y² = x³ + ax + b (SEC 1 §3.2.2.1): a point beside the curve would open invalid-curve
    /// attacks.
    private static void refuseOffCurve(ECPoint point) {
        var prime = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        var px = point.getAffineX();
        var py = point.getAffineY();
        var right =
                px.pow(3).add(CURVE.getCurve().getA().multiply(px)).add(CURVE.getCurve().getB());
        var inField = px.compareTo(prime) < 0 && py.compareTo(prime) < 0;
        if (!inField || !py.pow(2).mod(prime).equals(right.mod(prime))) {
            throw new IllegalArgumentException("the bytes are no point of the curve");
        }
    }

    private static ECParameterSpec curve() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has P-256", e);
        }
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String algorithm() {
        return "ES256";
    }

    @Override
    public JsonObject jwk() {
        return new JsonWriter()
                .text("kty", "EC")
                .text("crv", "P-256")
                .text("x", Base64Url.encode(x))
                .text("y", Base64Url.encode(y))
                .object();
    }

    @Override
    public Thumbprint thumbprint() {
        return thumbprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof P256PublicKey that
                && Arrays.equals(x, that.x)
                && Arrays.equals(y, that.y);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(x);
    }

    @Override
    public String toString() {
        return "P-256 " + thumbprint;
    }
}
