package carapace.protocol.vectors;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SignatureMuseum;
import carapace.protocol.key.SignatureMuseum.Piece;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// `signature`: Ed25519 and ES256 signatures that count, and those that do not.
final class SignatureFiles {

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /// RFC 7515 appendix A.3.
    private static final String ES256 =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh"
                    + "0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6"
                    + "-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private final VectorSet set;

    private SignatureFiles(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var files = new SignatureFiles(set);
        files.rfc8032();
        SignatureMuseum.good().forEach(piece -> files.add("ed25519/good", piece, null));
        SignatureMuseum.bad().forEach(piece -> files.add("ed25519/bad", piece, null));
        files.es256();
    }

    private void rfc8032() {
        rfc8032(
                "1",
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        rfc8032(
                "2",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        rfc8032(
                "3",
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        rfc8032(
                "sha-abc",
                "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
                "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704");
        rfc8037();
    }

    private void rfc8037() {
        var hex = HexFormat.of();
        var jws = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        var signature =
                "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5B"
                        + "hVsPt9g7sVvpAr_MuM0KAg";
        add(
                "ed25519/good",
                new Piece(
                        "rfc8037",
                        "RFC 8037 appendix A.4",
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                        hex.formatHex(Forge.utf8(jws)),
                        hex.formatHex(Base64Url.decode(signature))),
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    }

    private void rfc8032(String test, String seed, String key, String message, String signature) {
        var piece = new Piece("rfc8032-" + test, "RFC 8032 §7.1", key, message, signature);
        add("ed25519/good", piece, seed);
    }

    private void add(String folder, Piece piece, @Nullable String seed) {
        set.add(
                "signature/%s/%s.json".formatted(folder, piece.name()),
                new JsonWriter()
                        .text("comment", piece.comment())
                        .optional("seed", seed)
                        .text("key", piece.key())
                        .text("message", piece.message())
                        .text("signature", piece.signature()));
    }

    private void es256() {
        var signature = Base64Url.decode(ES256.substring(ES256.lastIndexOf('.') + 1));
        var r = new BigInteger(1, Arrays.copyOf(signature, 32));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        es256("good/rfc7515", "RFC 7515 appendix A.3", signature);
        var second = P256_ORDER.subtract(s);
        es256(
                "good/second-form",
                "S and order - S both count: single use is by jti",
                both(r, second));
        es256("bad/r-zero", "R must be 1 to order - 1", both(BigInteger.ZERO, s));
        es256("bad/s-zero", "S must be 1 to order - 1", both(r, BigInteger.ZERO));
        es256("bad/r-is-the-order", "R must be 1 to order - 1", both(P256_ORDER, s));
        es256("bad/s-is-the-order", "S must be 1 to order - 1", both(r, P256_ORDER));
        es256("bad/both-order", "R and S must be 1 to order - 1", both(P256_ORDER, P256_ORDER));
        es256("bad/zeros", "64 zeros", new byte[64]);
        es256("bad/swapped", "S before R", both(s, r));
        es256("bad/s-one-off", "near miss", both(r, s.add(BigInteger.ONE)));
        es256("bad/short", "63 bytes", Arrays.copyOf(signature, 63));
        es256("bad/long", "65 bytes", Arrays.copyOf(signature, 65));
        es256("bad/der", "ASN.1 is another form", der(r, s));
    }

    private static byte[] both(BigInteger r, BigInteger s) {
        return HexFormat.of().parseHex("%064x%064x".formatted(r, s));
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        var hex = HexFormat.of();
        var first = r.toByteArray();
        var second = s.toByteArray();
        return hex.parseHex(
                "30%02x02%02x%s02%02x%s"
                        .formatted(
                                first.length + second.length + 4,
                                first.length,
                                hex.formatHex(first),
                                second.length,
                                hex.formatHex(second)));
    }

    private void es256(String path, String comment, byte[] signature) {
        var hex = HexFormat.of();
        set.add(
                "signature/es256/%s.json".formatted(path),
                new JsonWriter()
                        .text("comment", comment)
                        .value("key", Cast.P256.jwk())
                        .text(
                                "message",
                                hex.formatHex(
                                        Forge.utf8(ES256.substring(0, ES256.lastIndexOf('.')))))
                        .text("signature", hex.formatHex(signature)));
    }
}
