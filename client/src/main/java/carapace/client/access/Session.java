package carapace.client.access;

import carapace.client.access.Http.Answer;
import carapace.client.access.Http.Opened;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// An agent's standing with a server: short tokens, and for every request a fresh proof that it
/// holds the access key (RFC 9449, RFC 7523). Safe for use by many threads.
public final class Session {

    private static final String JSON = "application/json";
    private static final String TOKEN_PATH = "/oauth2/token";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int NAME_BYTES = 16;
    private static final int TOKEN_MAX = 4_096;
    private static final long TOKEN_SECONDS_MAX = 3_600;
    private static final Set<String> PROOF_WANTED =
            Set.of("nonce-missing", "nonce-stale", "proof-replayed");
    private static final Set<String> TOKEN_WANTED =
            Set.of("token-invalid", "token-expired", "key-revoked", "scope-missing");
    private static final Token NONE = new Token("", "", Set.of(), Instant.MIN);
    private static final long ASSERTION_SECONDS = 60;

    /// A token is renewed this long before it ends, so that no request is on its way when it does.
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final Http http;
    private final String issuer;
    private final Handle agent;
    private final SigningPair access;
    private final Clock clock;

    /// Before each name of a proof or assertion. With a number behind it the name is unique, cannot
    /// be guessed and costs no randomness, which threads would have to queue for.
    private final String names;

    private final AtomicLong nextName = new AtomicLong();

    private volatile String nonce = "";
    private volatile Token token = NONE;

    private record Token(String value, String hash, Set<String> scopes, Instant until) {}

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
        var bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        this.names = Base64Url.encode(bytes);
    }

    /// Sends with token and proof. A 401 or a missing scope says that nothing was done, so the
    /// request is sent again: once with a new proof, once with a new token.
    public Answer send(String method, String path, String body) {
        return send(method, path, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#send(String, String, String)], with bytes that are no JSON.
    public Answer upload(String path, byte[] bytes) {
        return send("POST", path, "application/octet-stream", bytes);
    }

    private Answer send(String method, String path, String type, byte[] body) {
        var present = token();
        var answer = once(method, path, type, body, present);
        if (wantsProof(answer)) {
            answer = once(method, path, type, body, present);
        }
        return wantsToken(answer) ? once(method, path, type, body, renewed(present)) : answer;
    }

    /// Asks, with token and proof, for an answer that goes on.
    ///
    /// @param headers beside those of the session
    public Opened open(String path, Map<String, String> headers) {
        var present = token();
        var opened = openOnce(path, headers, present);
        if (wantsProof(opened.answer())) {
            opened = openOnce(path, headers, present);
        }
        return wantsToken(opened.answer()) ? openOnce(path, headers, renewed(present)) : opened;
    }

    private Opened openOnce(String path, Map<String, String> more, Token with) {
        var headers = new HashMap<>(more);
        headers.put("DPoP", proof("GET", path, with.hash()));
        headers.put("Authorization", "DPoP " + with.value());
        var opened = http.open(path, headers);
        remember(opened.answer());
        return opened;
    }

    /// Sends with a proof alone: only the creation of an agent is accepted so.
    public Answer sendWithoutToken(String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var answer = once("POST", path, JSON, bytes, NONE);
        return wantsProof(answer) ? once("POST", path, JSON, bytes, NONE) : answer;
    }

    /// Asks for a new token.
    ///
    /// @return whether it lets the agent act: an agent that nobody has claimed may only read
    public boolean mayWrite() {
        return renewed(token).scopes().contains("write");
    }

    /// `proof-replayed` means that the HTTP client itself repeated a read whose answer was lost.
    private static boolean wantsProof(Answer answer) {
        return !answer.ok() && PROOF_WANTED.contains(answer.problem().type());
    }

    /// A token that was asked for before the agent was claimed lacks a scope.
    private static boolean wantsToken(Answer answer) {
        return !answer.ok() && TOKEN_WANTED.contains(answer.problem().type());
    }

    private Answer once(String method, String path, String type, byte[] body, Token with) {
        var headers = new HashMap<String, String>();
        headers.put("DPoP", proof(method, path, with.hash()));
        if (!with.value().isEmpty()) {
            headers.put("Authorization", "DPoP " + with.value());
        }
        if (body.length > 0) {
            headers.put("Content-Type", type);
        }
        return remember(http.send(method, path, headers, body));
    }

    private Token token() {
        var present = token;
        return clock.instant().isBefore(present.until()) ? present : renewed(present);
    }

    /// @param spent will not do; where another thread has replaced it already, that one serves
    private synchronized Token renewed(Token spent) {
        if (token.equals(spent)) {
            token = ask();
        }
        return token;
    }

    private Token ask() {
        var asked = clock.instant();
        var answer = askOnce();
        if (wantsProof(answer)) {
            answer = askOnce();
        }
        try {
            var members = Members.tolerant(StrictJson.parse(answer.orRefused().body()));
            if (!members.text("token_type", 1, 16).equals("DPoP")) {
                throw new CarapaceException.Forged("the server's token is not bound to the key");
            }
            var value = members.text("access_token", 1, TOKEN_MAX);
            var seconds = members.number("expires_in", 1, TOKEN_SECONDS_MAX);
            var scopes = Set.of(members.text("scope", 0, TOKEN_MAX).split(" "));
            return new Token(value, hash(value), scopes, asked.plusSeconds(seconds).minus(MARGIN));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CarapaceException.Forged(
                    "the server's token cannot be read: " + e.getMessage(), e);
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
        var header = new JsonWriter().text("typ", "client-authentication+jwt");
        return Jws.sign(header, claims.write(), access);
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
        return names + "-" + nextName.getAndIncrement();
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
