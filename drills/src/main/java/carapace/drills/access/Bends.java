package carapace.drills.access;

import carapace.drills.Forged;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.SigningPair;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What can be done to a JWT so that it chooses how it is verified.
final class Bends {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Bends() {}

    /// Bends a JWT that is honest but for its signature.
    ///
    /// @param own a key of the attacker, which is not the one that counts
    /// @param counts the public key that counts
    /// @return forged JWTs by what was done
    static Map<String, String> of(Forged honest, SigningPair own, AccessKey counts) {
        var all = new LinkedHashMap<String, String>();
        for (var none : List.of("none", "None", "NONE", "")) {
            var unsigned = honest.header("alg", none);
            all.put("alg '" + none + "'", unsigned.signedWith(new byte[0]));
            all.put("alg '" + none + "', signed", unsigned.sign(own));
        }
        var secrets = Signatures.asSecrets(counts);
        for (var i = 0; i < secrets.size(); i++) {
            var hmac = honest.header("alg", "HS256");
            var mac = Signatures.hmac(secrets.get(i), hmac.input());
            all.put("HS256 with the public key, form " + i, hmac.signedWith(mac));
        }
        all.put("RS256 label", honest.header("alg", "RS256").sign(own));
        all.put("ES256 label", honest.header("alg", "ES256").sign(own));
        all.put("all zeros", honest.signedWith(new byte[64]));
        all.put("all zeros as ES256", honest.header("alg", "ES256").signedWith(new byte[64]));
        all.put("no signature", honest.signedWith(new byte[0]));
        all.put("another key", honest.sign(own));
        all.putAll(withKeysOfTheirOwn(honest, own));
        all.putAll(withHeaders(honest, own));
        return all;
    }

    private static Map<String, String> withKeysOfTheirOwn(Forged honest, SigningPair own) {
        var all = new LinkedHashMap<String, String>();
        all.put("embedded key", honest.header("jwk", own.publicKey().jwk()).sign(own));
        var rsa = Signatures.rsa();
        var rs256 = honest.header("alg", "RS256").header("jwk", Signatures.rsaJwk(rsa));
        all.put("embedded RSA key", rs256.signedWith(Signatures.rs256(rsa, rs256.input())));
        for (var point : Signatures.SMALL_ORDER) {
            var low = honest.header("jwk", Signatures.ed25519Jwk(point));
            all.put(
                    "embedded key of small order, number " + Signatures.SMALL_ORDER.indexOf(point),
                    low.signedWith(Signatures.universal()));
        }
        return all;
    }

    private static Map<String, String> withHeaders(Forged honest, SigningPair own) {
        var all = new LinkedHashMap<String, String>();
        all.put("key id of a file", honest.header("kid", "../../../../dev/null").sign(own));
        all.put("key id with SQL", honest.header("kid", "x' union select 'AA").sign(own));
        var thumbprint = own.publicKey().thumbprint().value();
        all.put("key id of another key", honest.header("kid", thumbprint).sign(own));
        all.put("key URL", honest.header("jku", "http://127.0.0.1:1/keys").sign(own));
        all.put("certificate URL", honest.header("x5u", "http://127.0.0.1:1/c").sign(own));
        var certificates = new JsonArray(List.of(new JsonString("MIIB")));
        all.put("certificate", honest.header("x5c", certificates).sign(own));
        return all;
    }

    /// What must be refused even with the right key, since it reads in two ways or was signed for
    /// something else.
    static Map<String, String> signed(Forged honest, SigningPair right, List<String> otherTypes) {
        var all = new LinkedHashMap<String, String>();
        var critical = new JsonArray(List.of(new JsonString("b64")));
        all.put(
                "unencoded payload",
                honest.header("b64", new JsonBool(false)).header("crit", critical).sign(right));
        all.put("critical extension", honest.header("crit", critical).sign(right));
        all.put("compressed", honest.header("zip", "DEF").sign(right));
        for (var type : otherTypes) {
            all.put("typ " + type, honest.header("typ", type).sign(right));
        }
        var header = honest.headerText();
        all.put(
                "repeated alg",
                honest.signRawHeader("{\"alg\":\"none\"," + header.substring(1), right));
        all.put(
                "repeated alg behind an escape",
                honest.signRawHeader("{\"\\u0061lg\":\"none\"," + header.substring(1), right));
        var claims = honest.claimsText();
        var first = claims.substring(1, claims.indexOf(':'));
        all.put(
                "repeated claim",
                honest.signRawClaims("{" + first + ":\"x\"," + claims.substring(1), right));
        var escaped = first.charAt(0) + "\\u00" + Integer.toHexString(first.charAt(1));
        all.put(
                "repeated claim behind an escape",
                honest.signRawClaims(
                        "{" + escaped + first.substring(2) + ":\"x\"," + claims.substring(1),
                        right));
        if (right instanceof Ed25519KeyPair) {
            all.put("S plus the group order", Signatures.withGroupOrder(honest.sign(right)));
        }
        all.put("signature and more", honest.sign(right) + "AAAA");
        all.put("padding", honest.sign(right) + "=");
        all.put("fourth part", honest.sign(right) + ".AA");
        return all;
    }

    static Ed25519KeyPair newKey() {
        return Ed25519KeyPair.generate(RANDOM);
    }
}
