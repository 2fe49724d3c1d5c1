package carapace.client.access;

import carapace.client.access.Http.Answer;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Handle;
import carapace.protocol.key.SigningPair;
import carapace.protocol.record.Jws;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// An agent's standing with a server: short tokens, and for every request a fresh proof that it
/// holds the access key (RFC 9449, RFC 7523). Safe for use by many threads.
public final class Session {

    private static final String TOKEN_PATH = "/oauth2/token";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int JTI_BYTES = 16;
    private static final long ASSERTION_SECONDS = 60;

    /// A token is renewed this long before it ends, so that no request is on its way when it does.
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final Http http;
    private final String issuer;
    private final Handle agent;
    private final SigningPair access;
    private final Clock clock;
    private final SecureRandom random;

    private volatile String nonce = "";
    private volatile Token token = new Token("", "", Instant.MIN);

    private record Token(String value, String hash, Instant until) {}

    public Session(
            Http http,
            String issuer,
            Handle agent,
            SigningPair access,
            Clock clock,
            SecureRandom random) {
        this.http = http;
        this.issuer = issuer;
        this.agent = agent;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    /// Sends with token and proof; takes up a new nonce or token once when the server asks for it.
    public Answer send(String method, String path, String body) {
        var answer = once(method, path, body, token());
        if (answer.status() != 401) {
            return answer;
        }
        if (!answer.problem().type().startsWith("nonce-")) {
            token = new Token("", "", Instant.MIN);
        }
        return once(method, path, body, token());
    }

    /// Sends with a proof alone: only the creation of an agent is accepted so.
    public Answer sendWithoutToken(String path, String body) {
        var none = new Token("", "", Instant.MIN);
        var answer = once("POST", path, body, none);
        return answer.status() == 401 ? once("POST", path, body, none) : answer;
    }

    private Answer once(String method, String path, String body, Token with) {
        var headers = new HashMap<String, String>();
        headers.put("DPoP", proof(method, path, with.hash()));
        if (!with.value().isEmpty()) {
            headers.put("Authorization", "DPoP " + with.value());
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return remember(http.send(method, path, headers, body));
    }

    private Token token() {
        var present = token;
        if (clock.instant().isBefore(present.until())) {
            return present;
        }
        synchronized (this) {
            if (!clock.instant().isBefore(token.until())) {
                token = ask();
            }
            return token;
        }
    }

    private Token ask() {
        var answer = askOnce();
        if (!answer.ok() && answer.body().contains("use_dpop_nonce")) {
            answer = askOnce();
        }
        var asked = clock.instant();
        try {
            var members = Members.tolerant(StrictJson.parse(answer.orRefused().body()));
            var value = members.text("access_token", 1, 4_096);
            var seconds = members.number("expires_in", 1, 3_600);
            return new Token(value, hash(value), asked.plusSeconds(seconds).minus(MARGIN));
        } catch (JsonException e) {
            throw new CarapaceException.Forged(
                    "the server's token cannot be read: " + e.getMessage());
        }
    }

    private Answer askOnce() {
        var form =
                "grant_type=client_credentials&client_assertion_type="
                        + URLEncoder.encode(ASSERTION_TYPE, StandardCharsets.UTF_8)
                        + "&client_assertion="
                        + assertion();
        var headers =
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "DPoP",
                        proof("POST", TOKEN_PATH, ""));
        return remember(http.send("POST", TOKEN_PATH, headers, form));
    }

    private String assertion() {
        var now = clock.instant().getEpochSecond();
        var claims =
                new JsonWriter()
                        .text("iss", agent.value())
                        .text("sub", agent.value())
                        .text("aud", issuer)
                        .text("jti", unique())
                        .number("iat", now)
                        .number("exp", now + ASSERTION_SECONDS);
        return Jws.sign(new JsonWriter(), claims.write(), access);
    }

    private String proof(String method, String path, String tokenHash) {
        var header =
                new JsonWriter().text("typ", "dpop+jwt").value("jwk", access.publicKey().jwk());
        var claims =
                new JsonWriter()
                        .text("jti", unique())
                        .text("htm", method)
                        .text("htu", issuer + withoutQuery(path))
                        .number("iat", clock.instant().getEpochSecond())
                        .optional("nonce", nonce.isEmpty() ? null : nonce)
                        .optional("ath", tokenHash.isEmpty() ? null : tokenHash);
        return Jws.sign(header, claims.write(), access);
    }

    private static String withoutQuery(String path) {
        var query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private Answer remember(Answer answer) {
        answer.nonce().ifPresent(fresh -> nonce = fresh);
        return answer;
    }

    private String unique() {
        var bytes = new byte[JTI_BYTES];
        random.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    private static String hash(String token) {
        try {
            return Base64Url.encode(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
