package carapace.drills.access;

import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures that a careless verifier takes for good, made without the key.
final class Signatures {

    private static final int SCALAR_BYTES = 32;
    private static final int RSA_BITS = 2048;

    /// L, RFC 8032 §5.1.
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /// n, FIPS 186-4 §D.1.2.3.
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /// Keys under which one signature fits all messages, or one in two to eight: every point whose
    /// order divides 8, the last two in an encoding that RFC 8032 forbids.
    static final List<byte[]> SMALL_ORDER =
            List.of(
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "0000000000000000000000000000000000000000000000000000000000000000",
                            "0000000000000000000000000000000000000000000000000000000000000080",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
                    .stream()
                    .map(HexFormat.of()::parseHex)
                    .toList();

    private Signatures() {}

    /// {@return R neutral and S = 0: good under the neutral point for every message}
    static byte[] universal() {
        var signature = new byte[2 * SCALAR_BYTES];
        signature[0] = 1;
        return signature;
    }

    static JsonObject ed25519Jwk(byte[] point) {
        return new JsonWriter()
                .text("kty", "OKP")
                .text("crv", "Ed25519")
                .text("x", Base64Url.encode(point))
                .object();
    }

    /// The same Ed25519 signature with S + L: equal for a verifier that does not check the range.
    static String withGroupOrder(String jws) {
        var cut = jws.lastIndexOf('.') + 1;
        var signature = Base64Url.decode(jws.substring(cut));
        var s = new byte[SCALAR_BYTES];
        for (var i = 0; i < SCALAR_BYTES; i++) {
            s[i] = signature[signature.length - 1 - i];
        }
        var sum = new BigInteger(1, s).add(ED25519_ORDER).toByteArray();
        for (var i = 0; i < SCALAR_BYTES; i++) {
            signature[SCALAR_BYTES + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return jws.substring(0, cut) + Base64Url.encode(signature);
    }

    /// The same ES256 signature with n − s: just as good for every verifier.
    static String twin(String jws) {
        var cut = jws.lastIndexOf('.') + 1;
        var signature = Base64Url.decode(jws.substring(cut));
        var s = new BigInteger(1, signature, SCALAR_BYTES, SCALAR_BYTES);
        var other = P256_ORDER.subtract(s).toByteArray();
        for (var i = 0; i < SCALAR_BYTES; i++) {
            var at = other.length - SCALAR_BYTES + i;
            signature[SCALAR_BYTES + i] = at < 0 ? 0 : other[at];
        }
        return jws.substring(0, cut) + Base64Url.encode(signature);
    }

    /// {@return HMAC-SHA-256 with a public key in the secret's place}
    static byte[] hmac(byte[] publicKey, String input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
            return mac.doFinal(ascii(input));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC", e);
        }
    }

    /// {@return the forms in which a library may hand a public key to HMAC}
    static List<byte[]> asSecrets(AccessKey key) {
        var jwk = JsonWriter.write(key.jwk());
        var x = key.jwk().members().get("x");
        return List.of(
                Base64Url.decode(JsonWriter.write(x == null ? key.jwk() : x).replace("\"", "")),
                jwk.getBytes(StandardCharsets.UTF_8));
    }

    static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has RSA", e);
        }
    }

    static JsonObject rsaJwk(KeyPair pair) {
        var key = (RSAPublicKey) pair.getPublic();
        return new JsonWriter()
                .text("kty", "RSA")
                .text("n", Base64Url.encode(key.getModulus().toByteArray()))
                .text("e", Base64Url.encode(key.getPublicExponent().toByteArray()))
                .object();
    }

    /// {@return an RS256 signature (RFC 7518 §3.3)}
    static byte[] rs256(KeyPair pair, String input) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(ascii(input));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has RSA", e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
