package carapace.server.access;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.key.SigningPair;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.Jws;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import carapace.server.TestServer;
import carapace.server.access.proof.Nonces;
import carapace.server.owners.Owners;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An agent that speaks to the [TestServer] over plain HTTP, header by header, so that tests can
/// leave out or bend whatever they like.
public final class TestAgent {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final Handle handle;
    final SigningPair access;
    private final Ed25519KeyPair signing = Ed25519KeyPair.generate(RANDOM);
    private final MessagingKeyPair messaging = MessagingKeyPair.generate(RANDOM);
    private final Origin origin = TestServer.part(AccessOptions.class).origin();
    private long seq;
    private @Nullable RecordId head;

    private TestAgent(String handle, SigningPair access) {
        this.handle = new Handle(handle);
        this.access = access;
    }

    /// An agent that does not exist on the server yet.
    static TestAgent unborn(String handle, SigningPair access) {
        return new TestAgent(handle, access);
    }

    static SigningPair newKey() {
        return Ed25519KeyPair.generate(RANDOM);
    }

    /// An agent without an owner.
    public static TestAgent unclaimed(String handle) {
        var agent = new TestAgent(handle, newKey());
        agent.create();
        return agent;
    }

    /// An agent that the operator approved.
    public static TestAgent approved(String handle) {
        return approved(handle, newKey());
    }

    static TestAgent approved(String handle, SigningPair access) {
        var agent = new TestAgent(handle, access);
        agent.create();
        TestServer.part(Owners.class).approve(agent.handle, 1_000).orRefuse();
        return agent;
    }

    private void create() {
        var record = creation();
        var answer = send("/v1/records", "DPoP", proof("POST", "/v1/records").compact(), record);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        advance(record);
    }

    SignedRecord creation() {
        var keys = new PublicKeys(access.publicKey(), signing.publicKey(), messaging.publicKey());
        return sign(new AgentBody.Create(keys, Base64Url.encode(new byte[32]), null, null));
    }

    /// {@return the agent's next record, not sent}
    public SignedRecord sign(Body body) {
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return SignedRecord.sign(new RecordPayload(origin, handle, seq, head, at, body), signing);
    }

    public void advance(SignedRecord accepted) {
        seq = accepted.payload().seq() + 1;
        head = accepted.id();
    }

    /// Signs and sends an act that must be accepted.
    public RecordId act(Body body) {
        var record = sign(body);
        var answer = post(token(), List.of(record));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        advance(record);
        return record.id();
    }

    public HttpResponse<String> post(String token, List<SignedRecord> records) {
        var proof = proof("POST", "/v1/records").token(token).compact();
        return answer(
                request("/v1/records")
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body(records))));
    }

    static HttpResponse<String> send(
            String path, String header, String value, SignedRecord record) {
        return answer(
                request(path)
                        .header(header, value)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body(List.of(record)))));
    }

    private static String body(List<SignedRecord> records) {
        return new JsonWriter()
                .texts("records", records.stream().map(SignedRecord::compact).toList())
                .write();
    }

    /// {@return a fresh access token with all scopes that the agent may have}
    public String token() {
        return member(tokenRequest(proof("POST", "/oauth2/token"), assertion()), "access_token");
    }

    TestProof proof(String method, String path) {
        return new TestProof(access, method, TestServer.url() + path).nonce(nonce());
    }

    /// {@return an assertion that the server takes}
    String assertion() {
        return Jws.sign(
                new JsonWriter().text("typ", "client-authentication+jwt"),
                assertionClaims().write(),
                access);
    }

    JsonWriter assertionClaims() {
        var now = Instant.now().getEpochSecond();
        return new JsonWriter()
                .text("iss", handle.value())
                .text("sub", handle.value())
                .text("aud", TestServer.url().toString())
                .text("jti", randomId())
                .number("iat", now)
                .number("exp", now + 60);
    }

    HttpResponse<String> tokenRequest(TestProof proof, String assertion) {
        return tokenRequest(proof, parameters(assertion));
    }

    static Map<String, String> parameters(String assertion) {
        return Map.of(
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion);
    }

    HttpResponse<String> tokenRequest(TestProof proof, Map<String, String> form) {
        return answer(
                request("/oauth2/token")
                        .header("DPoP", proof.compact())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encoded(form))));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e ->
                        e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// Reads as the agent, with a new proof.
    public HttpResponse<String> get(String token, String path) {
        return get(path, token, proof("GET", path).token(token).compact());
    }

    static HttpResponse<String> get(String path, String token, String proof) {
        return answer(
                request(path).header("Authorization", "DPoP " + token).header("DPoP", proof).GET());
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(TestServer.url() + path));
    }

    static HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Asks until the answer has the status: a revocation reaches all nodes within a second.
    static HttpResponse<String> withinASecond(int status, Supplier<HttpResponse<String>> ask) {
        var end = System.nanoTime() + 1_000_000_000L;
        var answer = ask.get();
        while (answer.statusCode() != status && System.nanoTime() < end) {
            answer = ask.get();
        }
        if (answer.statusCode() != status) {
            throw new AssertionError("not within a second: " + answer.body());
        }
        return answer;
    }

    /// {@return a member of a JSON answer}
    static String member(HttpResponse<String> answer, String name) {
        try {
            return Members.tolerant(StrictJson.parse(answer.body())).text(name, 0, 10_000);
        } catch (JsonException e) {
            throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
        }
    }

    static String nonce() {
        return TestServer.part(Nonces.class).current();
    }

    static String randomId() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }
}
