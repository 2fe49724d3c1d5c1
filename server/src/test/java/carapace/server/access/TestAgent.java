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
import carapace.protocol.record.Timestamps;
import carapace.server.TestServer;
import carapace.server.access.proof.Nonces;
import carapace.server.openapi.Contract;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An agent that speaks to the [TestServer] over plain HTTP, header by header, so that tests can
/// leave out or bend whatever they like. Whatever it is answered must be in the server's OpenAPI
/// document.
public final class TestAgent {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final Handle handle;
    SigningPair access;
    private Ed25519KeyPair signing = Ed25519KeyPair.generate(RANDOM);
    private final MessagingKeyPair messaging = MessagingKeyPair.generate(RANDOM);
    private final Origin origin = TestServer.part(AccessOptions.class).origin();
    private long seq;
    private @Nullable RecordId head;
    private @Nullable String token;

    private TestAgent(String handle, SigningPair access) {
        this.handle = new Handle(handle);
        this.access = access;
    }

    /// An agent that does not exist on the server yet.
    public static TestAgent unborn(String handle) {
        return unborn(handle, newKey());
    }

    static TestAgent unborn(String handle, SigningPair access) {
        return new TestAgent(handle, access);
    }

    public static SigningPair newKey() {
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
        var answer = announce(record);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        advance(record);
    }

    /// Sends a first record, as a newcomer does.
    public HttpResponse<String> announce(SignedRecord record) {
        return announceCompact(record.compact());
    }

    public HttpResponse<String> announceCompact(String record) {
        return answer(
                request("/v1/records")
                        .header("DPoP", proof("POST", "/v1/records").compact())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json(List.of(record)))));
    }

    /// {@return the agent's first record, not sent}
    public SignedRecord creation() {
        return sign(new AgentBody.Create(keys(), Base64Url.encode(new byte[32]), null, null));
    }

    public PublicKeys keys() {
        return new PublicKeys(access.publicKey(), signing.publicKey(), messaging.publicKey());
    }

    /// Replaces the keys, and goes on with the new ones.
    ///
    /// @return the old ones, as an agent of the same name that stands where this one does
    public TestAgent rotate(Duration overlap) {
        var old = new TestAgent(handle.value(), access);
        old.signing = signing;
        access = newKey();
        signing = Ed25519KeyPair.generate(RANDOM);
        var next = keys();
        old.seq = seq;
        old.head = head;
        old.act(new AgentBody.RotateKeys(next, overlap));
        seq = old.seq;
        head = old.head;
        token = null;
        return old;
    }

    /// {@return the agent's next record, not sent}
    public SignedRecord sign(Body body) {
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return SignedRecord.sign(new RecordPayload(origin, handle, seq, head, at, body), signing);
    }

    /// {@return the agent's next record as somebody else would write it, not sent}
    ///
    /// @param body JSON
    public String compact(String type, String body) {
        return compact(
                ("{\"v\":1,\"type\":\"%s\",\"origin\":\"%s\",\"agent\":\"%s\",\"seq\":%d,"
                                + "\"prev\":%s,\"at\":\"%s\",\"body\":%s}")
                        .formatted(
                                type,
                                origin,
                                handle,
                                seq,
                                head == null ? "null" : "\"" + head + "\"",
                                Timestamps.format(Instant.now()),
                                body));
    }

    /// {@return anything as this agent signs it}
    public String compact(String payload) {
        return Jws.sign(new JsonWriter().text("typ", SignedRecord.TYPE), payload, signing);
    }

    /// {@return records that follow each other, not sent}
    public List<SignedRecord> sign(List<? extends Body> bodies) {
        var start = new TestAgent(handle.value(), access);
        start.signing = signing;
        start.seq = seq;
        start.head = head;
        var records = new ArrayList<SignedRecord>();
        for (var body : bodies) {
            records.add(start.sign(body));
            start.advance(records.getLast());
        }
        return records;
    }

    public void advance(SignedRecord accepted) {
        seq = accepted.payload().seq() + 1;
        head = accepted.id();
    }

    /// Signs and sends an act that must be accepted.
    public RecordId act(Body body) {
        var answer = attempt(body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return Objects.requireNonNull(head);
    }

    /// Signs and sends acts in one batch; what is accepted is the new end of the chain.
    public HttpResponse<String> attempt(Body... bodies) {
        var records = sign(Arrays.asList(bodies));
        var answer = post(remembered(), records);
        if (answer.statusCode() == 200) {
            advance(records.getLast());
        }
        return answer;
    }

    /// {@return a token asked for once, since only so many are given out in a minute}
    public String remembered() {
        if (token == null) {
            token = token();
        }
        return token;
    }

    public HttpResponse<String> post(String token, List<SignedRecord> records) {
        return postJson(token, body(records));
    }

    /// Sends any body to where records go.
    public HttpResponse<String> postJson(String token, String json) {
        return postBytes(token, json.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> postBytes(String token, byte[] body) {
        var proof = proof("POST", "/v1/records").token(token).compact();
        return answer(
                request("/v1/records")
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    /// Sends JSON that is no record.
    public HttpResponse<String> sendJson(String method, String path, String body) {
        var token = remembered();
        return answer(
                request(path)
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof(method, path).token(token).compact())
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    public static HttpResponse<String> send(
            String path, String header, String value, SignedRecord record) {
        return answer(
                request(path)
                        .header(header, value)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body(List.of(record)))));
    }

    private static String body(List<SignedRecord> records) {
        return json(records.stream().map(SignedRecord::compact).toList());
    }

    /// {@return the body that sends these texts as records}
    public static String json(List<String> records) {
        return new JsonWriter().texts("records", records).write();
    }

    /// {@return a fresh access token with all scopes that the agent may have}
    public String token() {
        return member(tokenRequest(proof("POST", "/oauth2/token"), assertion()), "access_token");
    }

    public TestProof proof(String method, String path) {
        return new TestProof(access, method, TestServer.url() + path).nonce(nonce());
    }

    /// {@return an assertion that the server takes}
    public String assertion() {
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

    public HttpResponse<String> tokenRequest(TestProof proof, String assertion) {
        return tokenRequest(proof, parameters(assertion));
    }

    public static Map<String, String> parameters(String assertion) {
        return Map.of(
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion);
    }

    public HttpResponse<String> tokenRequest(TestProof proof, Map<String, String> form) {
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
        var target = path.replaceFirst("[?].*", "");
        return get(path, token, proof("GET", target).token(token).compact());
    }

    /// {@return the problem with which an answer refuses; fails for one that does not}
    public static ProblemType problem(HttpResponse<String> answer) {
        var type = member(answer, "type");
        return Arrays.stream(ProblemType.values())
                .filter(known -> known.path().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.body()));
    }

    /// {@return the problem with which the acts are refused}
    public ProblemType refused(Body... bodies) {
        return problem(attempt(bodies));
    }

    /// Reads as the agent, and must be answered.
    public JsonNode read(String path) {
        return json(get(remembered(), path));
    }

    /// Reads as anybody.
    public static HttpResponse<String> visit(String path) {
        return answer(request(path).GET());
    }

    /// Reads as anybody, and must be answered.
    public static JsonNode seen(String path) {
        return json(visit(path));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    static HttpResponse<String> get(String path, String token, String proof) {
        return answer(
                request(path).header("Authorization", "DPoP " + token).header("DPoP", proof).GET());
    }

    public static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(TestServer.url() + path));
    }

    public static HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            Contract.check(answer);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Asks until the answer has the status: a revocation reaches all nodes within a second.
    public static HttpResponse<String> withinASecond(
            int status, Supplier<HttpResponse<String>> ask) {
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
    public static String member(HttpResponse<String> answer, String name) {
        try {
            return Members.tolerant(StrictJson.parse(answer.body())).text(name, 0, 10_000);
        } catch (JsonException e) {
            throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
        }
    }

    static String nonce() {
        return TestServer.part(Nonces.class).current();
    }

    public static String randomId() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }
}
