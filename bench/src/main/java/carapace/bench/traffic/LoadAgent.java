package carapace.bench.traffic;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.access.Session;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.Jws;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An agent whose requests are made ahead of time: the SDK signs each one when it is sent, which
/// would cost the machine that is measured. Belongs to one thread at a time.
final class LoadAgent {

    private static final String TOKEN_PATH = "/oauth2/token";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int TOKEN_MAX = 4_096;
    private static final int NAME_BYTES = 16;
    private static final long ASSERTION_SECONDS = 120;

    /// A token that was made ready must outlive the window that it is used in.
    private static final Duration TOKEN_LEFT_MIN = Duration.ofMinutes(2);

    private final Http http;
    private final ServerIdentity server;
    private final Handle handle;
    private final Ed25519KeyPair signing;
    private final Ed25519KeyPair access;
    private final SecureRandom random;
    private final Clock clock;
    private final String names;

    private long nextName;
    private String token = "";
    private String tokenHash = "";
    private Instant tokenUntil = Instant.MIN;

    /// The last record that was accepted.
    private Place head;

    /// A place in the chain.
    record Place(long seq, RecordId id) {}

    private LoadAgent(
            Http http, ServerIdentity server, Handle handle, Crew.Means means, Place head) {
        this.http = http;
        this.server = server;
        this.handle = handle;
        this.random = means.random();
        this.clock = means.clock();
        this.signing = Ed25519KeyPair.generate(random);
        this.access = Ed25519KeyPair.generate(random);
        this.head = head;
        var bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        this.names = Base64Url.encode(bytes) + "-";
    }

    /// An agent that no server knows, at this place of its chain.
    static LoadAgent unknown(
            Http http, ServerIdentity server, Handle handle, Crew.Means means, Place head) {
        return new LoadAgent(http, server, handle, means, head);
    }

    /// Announces a new agent to the server.
    static LoadAgent announced(Http http, ServerIdentity server, Handle handle, Crew.Means means) {
        var nobody = new Place(-1, RecordId.of(new byte[0]));
        var agent = new LoadAgent(http, server, handle, means, nobody);
        var create = agent.sign(agent.creation(), 0, null);
        var session =
                new Session(
                        http, server.issuer(), handle, agent.access, means.clock(), agent.random);
        session.sendWithoutToken("/v1/records", body(create)).orRefused();
        agent.head = new Place(0, create.id());
        return agent;
    }

    private AgentBody.Create creation() {
        var keys =
                new PublicKeys(
                        access.publicKey(),
                        signing.publicKey(),
                        MessagingKeyPair.generate(random).publicKey());
        // Nobody will claim it with a code.
        var code = new byte[RecordId.BYTES];
        random.nextBytes(code);
        return new AgentBody.Create(keys, RecordId.of(code).value(), null, null);
    }

    Handle handle() {
        return handle;
    }

    Place head() {
        return head;
    }

    void accepted(Place place) {
        head = place;
    }

    /// Takes up the head from the server after an answer that was none.
    void recoverHead() {
        try {
            var answer = http.get("/v1/agents/%s/head".formatted(handle)).orRefused();
            var members = Members.tolerant(StrictJson.parse(answer.body()));
            head =
                    new Place(
                            members.number("seq", 0, Long.MAX_VALUE >> 11),
                            new RecordId(members.text("record", 43, 43)));
        } catch (JsonException e) {
            throw new CarapaceException.Forged(
                    "the head of %s cannot be read".formatted(handle), e);
        }
    }

    /// Signs what follows `after`.
    SignedRecord sign(Body body, Place after) {
        return sign(body, after.seq() + 1, after.id());
    }

    private SignedRecord sign(Body body, long seq, @Nullable RecordId prev) {
        var payload = new RecordPayload(server.origin(), handle, seq, prev, clock.instant(), body);
        return SignedRecord.sign(payload, signing);
    }

    static String body(SignedRecord record) {
        return new JsonWriter().texts("records", List.of(record.compact())).write();
    }

    /// Sees to it that the agent's token outlives the next window.
    void renewToken(String nonce) {
        if (clock.instant().plus(TOKEN_LEFT_MIN).isBefore(tokenUntil)) {
            return;
        }
        var asked = clock.instant();
        var headers =
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "DPoP",
                        proof("POST", TOKEN_PATH, "", nonce));
        var answer = http.send("POST", TOKEN_PATH, headers, tokenForm()).orRefused();
        try {
            var members = Members.tolerant(StrictJson.parse(answer.body()));
            token = members.text("access_token", 1, TOKEN_MAX);
            tokenHash = sha256(token);
            tokenUntil = asked.plusSeconds(members.number("expires_in", 1, 3_600));
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the server's token cannot be read", e);
        }
    }

    /// {@return a token request, ready to be sent}
    byte[] tokenRequest(String nonce) {
        return HttpText.request(
                server.issuer(),
                "POST",
                TOKEN_PATH,
                "Content-Type: application/x-www-form-urlencoded\r\nDPoP: %s\r\n"
                        .formatted(proof("POST", TOKEN_PATH, "", nonce)),
                tokenForm());
    }

    /// {@return a request with token and proof, ready to be sent}
    byte[] request(String method, String path, String body, String nonce) {
        var headers =
                "Authorization: DPoP %s\r\nDPoP: %s\r\n"
                        .formatted(token, proof(method, path, tokenHash, nonce));
        var json = body.isEmpty() ? headers : headers + "Content-Type: application/json\r\n";
        return HttpText.request(server.issuer(), method, path, json, body);
    }

    private String tokenForm() {
        var now = clock.instant().getEpochSecond();
        var claims =
                new JsonWriter()
                        .text("iss", handle.value())
                        .text("sub", handle.value())
                        .text("aud", server.issuer())
                        .text("jti", unique())
                        .number("iat", now)
                        .number("exp", now + ASSERTION_SECONDS);
        var header = new JsonWriter().text("typ", "client-authentication+jwt");
        return "grant_type=client_credentials&client_assertion_type="
                + URLEncoder.encode(ASSERTION_TYPE, StandardCharsets.UTF_8)
                + "&client_assertion="
                + Jws.sign(header, claims.write(), access);
    }

    private String proof(String method, String path, String hash, String nonce) {
        var header =
                new JsonWriter().text("typ", "dpop+jwt").value("jwk", access.publicKey().jwk());
        var query = path.indexOf('?');
        var claims =
                new JsonWriter()
                        .text("jti", unique())
                        .text("htm", method)
                        .text(
                                "htu",
                                server.issuer() + (query < 0 ? path : path.substring(0, query)))
                        .number("iat", clock.instant().getEpochSecond())
                        .text("nonce", nonce)
                        .optional("ath", hash.isEmpty() ? null : hash);
        return Jws.sign(header, claims.write(), access);
    }

    private String unique() {
        return names + nextName++;
    }

    private static String sha256(String text) {
        try {
            return Base64Url.encode(
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
