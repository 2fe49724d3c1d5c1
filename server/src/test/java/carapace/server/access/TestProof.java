package carapace.server.access;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SigningPair;
import carapace.protocol.record.Jws;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A proof in the making, right unless a test bends it.
public final class TestProof {

    private final SigningPair pair;
    private final Map<String, JsonValue> header = new LinkedHashMap<>();
    private final Map<String, JsonValue> claims = new LinkedHashMap<>();

    public TestProof(SigningPair pair, String method, String url) {
        this.pair = pair;
        header.put("typ", new JsonString("dpop+jwt"));
        header.put("jwk", pair.publicKey().jwk());
        claim("jti", TestAgent.randomId());
        claim("htm", method);
        claim("htu", url);
        at(Instant.now());
    }

    public TestProof nonce(String nonce) {
        return claim("nonce", nonce);
    }

    public TestProof token(String token) {
        return claim("ath", sha256(token));
    }

    public TestProof at(Instant time) {
        return claim("iat", new JsonValue.JsonNumber(time.getEpochSecond()));
    }

    public TestProof claim(String name, String value) {
        return claim(name, new JsonString(value));
    }

    public TestProof claim(String name, JsonValue value) {
        claims.put(name, value);
        return this;
    }

    public TestProof header(String name, JsonValue value) {
        header.put(name, value);
        return this;
    }

    public TestProof without(String name) {
        claims.remove(name);
        header.remove(name);
        return this;
    }

    public String compact() {
        var protectedHeader = new JsonWriter();
        header.forEach(protectedHeader::value);
        return Jws.sign(protectedHeader, JsonWriter.write(JsonObject.of(claims)), pair);
    }

    static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64Url.encode(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
