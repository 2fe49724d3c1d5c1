package carapace.drills;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.SigningPair;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A JWT of which every member can be changed before it is signed. Immutable.
public final class Forged {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int JTI_BYTES = 16;

    private final Map<String, JsonValue> header;
    private final Map<String, JsonValue> claims;

    private Forged(Map<String, JsonValue> header, Map<String, JsonValue> claims) {
        this.header = header;
        this.claims = claims;
    }

    /// A JWT with nothing in it yet.
    public static Forged empty() {
        return new Forged(Map.of(), Map.of());
    }

    /// An honest DPoP proof (RFC 9449 §4.2).
    static Forged proof(String method, String url, SigningPair key, String nonce, String token) {
        var proof =
                empty().header("typ", "dpop+jwt")
                        .header("alg", key.publicKey().algorithm())
                        .header("jwk", key.publicKey().jwk())
                        .claim("jti", unique())
                        .claim("htm", method)
                        .claim("htu", url)
                        .claim("iat", Instant.now().getEpochSecond());
        var withNonce = nonce.isEmpty() ? proof : proof.claim("nonce", nonce);
        return token.isEmpty() ? withNonce : withNonce.claim("ath", sha256(token));
    }

    /// An honest client assertion (RFC 7523).
    ///
    /// @param algorithm of the key that will sign it
    public static Forged assertion(String agent, String issuer, String algorithm) {
        var now = Instant.now().getEpochSecond();
        return empty().header("alg", algorithm)
                .claim("iss", agent)
                .claim("sub", agent)
                .claim("aud", issuer)
                .claim("jti", unique())
                .claim("iat", now)
                .claim("exp", now + 60);
    }

    /// Takes a JWT apart, to be changed and signed again.
    public static Forged parse(String compact) throws JsonException {
        var parts = compact.split("\\.", -1);
        var header = (JsonObject) StrictJson.parse(Base64Url.decode(parts[0]));
        var claims = (JsonObject) StrictJson.parse(Base64Url.decode(parts[1]));
        return new Forged(header.members(), claims.members());
    }

    /// A token of the server as if it had been given out so much earlier.
    public static String aged(String token, Duration by, SigningPair serverKey)
            throws JsonException {
        var same = parse(token);
        return same.claim("iat", same.number("iat") - by.toSeconds())
                .claim("exp", same.number("exp") - by.toSeconds())
                .sign(serverKey);
    }

    private long number(String claim) throws JsonException {
        return Members.tolerant(JsonObject.of(claims)).number(claim, 0, JsonNumber.MAX);
    }

    public Forged header(String name, String value) {
        return header(name, new JsonString(value));
    }

    public Forged header(String name, JsonValue value) {
        return new Forged(with(header, name, value), claims);
    }

    public Forged claim(String name, String value) {
        return claim(name, new JsonString(value));
    }

    public Forged claim(String name, long value) {
        return claim(name, new JsonNumber(value));
    }

    public Forged claim(String name, JsonValue value) {
        return new Forged(header, with(claims, name, value));
    }

    public Forged withoutClaim(String name) {
        var fewer = new LinkedHashMap<>(claims);
        fewer.remove(name);
        return new Forged(header, fewer);
    }

    /// Signs header and claims as they are.
    public String sign(SigningPair key) {
        var input = input();
        return input + "." + Base64Url.encode(key.sign(ascii(input)));
    }

    /// Puts any bytes where the signature belongs.
    public String signedWith(byte[] signature) {
        return input() + "." + Base64Url.encode(signature);
    }

    /// {@return what is signed: header and claims in base64url, joined by a dot}
    public String input() {
        return part(header) + "." + part(claims);
    }

    /// Signs with this text in place of the header.
    public String signRawHeader(String headerText, SigningPair key) {
        var input = Base64Url.encode(utf8(headerText)) + "." + part(claims);
        return input + "." + Base64Url.encode(key.sign(ascii(input)));
    }

    /// {@return the header as it is signed, for tampering with its text}
    public String headerText() {
        return JsonWriter.write(JsonObject.of(header));
    }

    /// {@return the claims as they are signed, for tampering with their text}
    public String claimsText() {
        return JsonWriter.write(JsonObject.of(claims));
    }

    /// {@return the JWT with this text in place of its claims, signed}
    public String signRawClaims(String claimsText, SigningPair key) {
        var input = part(header) + "." + Base64Url.encode(utf8(claimsText));
        return input + "." + Base64Url.encode(key.sign(ascii(input)));
    }

    private static String part(Map<String, JsonValue> members) {
        return Base64Url.encode(utf8(JsonWriter.write(JsonObject.of(members))));
    }

    private static Map<String, JsonValue> with(
            Map<String, JsonValue> members, String name, JsonValue value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return more;
    }

    private static String unique() {
        var bytes = new byte[JTI_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    static String sha256(String text) {
        try {
            return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(ascii(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
