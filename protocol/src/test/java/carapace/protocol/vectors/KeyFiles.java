package carapace.protocol.vectors;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.KeyMuseum;
import carapace.protocol.key.MessagingKeyPair;
import java.util.HexFormat;

/// `key`: public keys as JWK with their thumbprints, and those that must not be used.
final class KeyFiles {

    private static final String ED25519 =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                    + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    private static final String P256 =
            "{\"kty\":\"EC\",\"crv\":\"P-256\","
                    + "\"x\":\"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs\","
                    + "\"y\":\"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA\"}";

    private final VectorSet set;

    private KeyFiles(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var files = new KeyFiles(set);
        files.good();
        files.bad();
        files.badMembers();
        files.messaging();
    }

    private void good() {
        good(
                "ed25519",
                "RFC 8037 appendix A.3",
                ED25519,
                "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        good("p256", "RFC 9449 §4.1 and §6.1", P256, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
        good(
                "p256-other-order",
                "members may stand in any order; the thumbprint has one of its own",
                "{\"y\":\"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA\",\"crv\":\"P-256\","
                        + "\"x\":\"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs\",\"kty\":\"EC\"}",
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    private void good(String name, String comment, String jwk, String thumbprint) {
        set.add(
                "key/good/%s.json".formatted(name),
                new JsonWriter()
                        .text("comment", comment)
                        .value("jwk", json(jwk))
                        .text("thumbprint", thumbprint));
    }

    private void bad() {
        KeyMuseum.badEd25519()
                .forEach((name, point) -> bad("ed25519-" + name, ed25519(Base64Url.encode(point))));
        KeyMuseum.badP256().forEach((name, jwk) -> bad("p256-" + name, jwk));
    }

    private void badMembers() {
        bad("ed25519-short", ed25519("A".repeat(42)));
        bad("ed25519-long", ed25519("A".repeat(44)));
        bad("ed25519-unused-bits", ED25519.replace("URo", "URp"));
        bad("ed25519-padded", ED25519.replace("URo", "URo="));
        bad("ed25519-kid", ED25519.replace("{", "{\"kid\":\"1\","));
        bad("ed25519-alg", ED25519.replace("{", "{\"alg\":\"EdDSA\","));
        bad("ed25519-private", ED25519.replace("{", "{\"d\":\"" + "A".repeat(43) + "\","));
        bad("ed25519-no-kty", ED25519.replace("\"kty\":\"OKP\",", ""));
        bad("ed25519-no-x", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}");
        bad("ed25519-x-number", ED25519.replaceAll("\"x\":\"[^\"]*\"", "\"x\":1"));
        bad("x25519", ED25519.replace("Ed25519", "X25519"));
        bad("ed448", ED25519.replace("Ed25519", "Ed448"));
        bad("p256-private", P256.replace("{", "{\"d\":\"" + "A".repeat(43) + "\","));
        bad("p256-no-y", P256.replaceAll(",\"y\":\"[^\"]*\"", ""));
        bad("p256-kty-okp", P256.replace("EC", "OKP"));
        bad("rsa", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}");
        bad("oct", "{\"kty\":\"oct\",\"k\":\"AQAB\"}");
        bad("empty", "{}");
        bad("list", "[]");
        bad("text", "\"key\"");
    }

    private static String ed25519(String x) {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}".formatted(x);
    }

    private void bad(String name, String jwk) {
        set.add(
                "key/bad/%s.json".formatted(name),
                new JsonWriter().text("comment", "no key: " + name).value("jwk", json(jwk)));
    }

    private void messaging() {
        messaging(
                "draft",
                "draft-connolly-cfrg-xwing-kem-09 appendix C, the first",
                HexFormat.of()
                        .parseHex(
                                "7f9c2ba4e88f827d616045507605853e"
                                        + "d73b8093f6efbc88eb1a6eacfa66ef26"));
        messaging("ada", "the messaging key of the records", Cast.seed("ada messaging"));
    }

    private void messaging(String name, String comment, byte[] seed) {
        var key = MessagingKeyPair.fromSeed(seed).publicKey();
        set.add(
                "key/messaging/%s.json".formatted(name),
                new JsonWriter()
                        .text("comment", comment)
                        .text("seed", HexFormat.of().formatHex(seed))
                        .text("public", Base64Url.encode(key.bytes())));
    }

    private static JsonValue json(String text) {
        try {
            return StrictJson.parse(text);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }
}
