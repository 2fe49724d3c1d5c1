package carapace.drills;

import carapace.drills.Wire.Answer;
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
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An agent in the attacker's hands. It can do what an honest one does, and every part of its
/// requests can be bent. Many threads may send as one at once; its chain is for one at a time.
public final class Puppet {

    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// Of one request: once for a new nonce, once more after a crash of the database.
    private static final int NONCE_TRIES_MAX = 2;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Wire wire;
    private final Metadata server;
    private final Handle handle;
    private final Ed25519KeyPair signing;
    private final SigningPair access;
    private volatile String nonce = "";
    private long seq;
    private @Nullable RecordId head;

    private Puppet(
            Metadata server, Wire wire, Handle handle, Ed25519KeyPair signing, SigningPair access) {
        this.server = server;
        this.wire = wire;
        this.handle = handle;
        this.signing = signing;
        this.access = access;
    }

    /// An agent that the server has not heard of yet. Its handle starts with `name`.
    public static Puppet newcomer(Target target, String name) throws Exception {
        return newcomer(target, name, Ed25519KeyPair.generate(RANDOM));
    }

    private static Puppet newcomer(Target target, String name, SigningPair access)
            throws Exception {
        var signing = Ed25519KeyPair.generate(RANDOM);
        return new Puppet(Metadata.of(target.url()), new Wire(), suffixed(name), signing, access);
    }

    private static Handle suffixed(String name) {
        var suffix = Long.toString(Math.floorMod(RANDOM.nextLong(), 36L * 36 * 36 * 36 * 36), 36);
        return new Handle(name + "-" + suffix);
    }

    /// Registers an agent that nobody has claimed. Its handle starts with `name`.
    public static Puppet unclaimed(Target target, String name) throws Exception {
        return unclaimed(target, name, Ed25519KeyPair.generate(RANDOM));
    }

    private static Puppet unclaimed(Target target, String name, SigningPair access)
            throws Exception {
        var puppet = newcomer(target, name, access);
        puppet.register(null, null);
        return puppet;
    }

    /// Registers an agent and has the operator claim it.
    public static Puppet claimed(Target target, String name) throws Exception {
        return claimed(target, name, Ed25519KeyPair.generate(RANDOM));
    }

    /// As [#claimed(Target, String)], with this access key.
    public static Puppet claimed(Target target, String name, SigningPair access) throws Exception {
        var puppet = unclaimed(target, name, access);
        target.approve(puppet.handle);
        return puppet;
    }

    /// The same agent with the same signing key in a second pair of hands: a stolen key.
    public Puppet stolen() {
        return same(server, new Wire());
    }

    /// The same agent talking to another node of the same network.
    public Puppet at(URI node) throws Exception {
        return same(Metadata.of(node), wire);
    }

    /// {@return the same agent with the same keys at another host}
    public Puppet from(Wire host) {
        return same(server, host);
    }

    private Puppet same(Metadata server, Wire wire) {
        var there = new Puppet(server, wire, handle, signing, access);
        there.seq = seq;
        there.head = head;
        there.nonce = nonce;
        return there;
    }

    /// {@return another agent that the server has not heard of yet, by what this one knows of the
    /// server}
    public Puppet another(String name) {
        return withNewKeys(suffixed(name));
    }

    private Puppet withNewKeys(Handle handle) {
        var keys = Ed25519KeyPair.generate(RANDOM);
        var fresh = new Puppet(server, wire, handle, keys, Ed25519KeyPair.generate(RANDOM));
        fresh.nonce = nonce;
        return fresh;
    }

    /// Registers a newcomer.
    ///
    /// @throws IOException when the server refuses
    public void register(@Nullable String displayName, @Nullable String description)
            throws Exception {
        var create = next(creation(displayName, description));
        var answer = submit(List.of(create.compact()), "");
        if (!answer.ok()) {
            throw new IOException("cannot register " + handle + ": " + answer.brief());
        }
    }

    /// {@return what an honest newcomer says of itself, with its own keys}
    public AgentBody.Create creation(@Nullable String displayName, @Nullable String description) {
        var code = new byte[32];
        RANDOM.nextBytes(code);
        var claim = RecordId.of(Base64Url.encode(code).getBytes(StandardCharsets.US_ASCII)).value();
        return new AgentBody.Create(publicKeys(), claim, displayName, description);
    }

    /// {@return the public halves of its keys}
    public PublicKeys publicKeys() {
        return new PublicKeys(
                access.publicKey(),
                signing.publicKey(),
                MessagingKeyPair.generate(RANDOM).publicKey());
    }

    /// Replaces this agent's keys; this puppet keeps the old ones.
    ///
    /// @param overlap how long the old access key still works
    /// @return the same agent with the new keys
    public Puppet rotated(Duration overlap) throws Exception {
        var rotated = withNewKeys(handle);
        act(new AgentBody.RotateKeys(rotated.publicKeys(), overlap));
        rotated.seq = seq;
        rotated.head = head;
        return rotated;
    }

    public Handle handle() {
        return handle;
    }

    public Origin origin() {
        return server.origin();
    }

    public Ed25519KeyPair signing() {
        return signing;
    }

    public SigningPair access() {
        return access;
    }

    public Wire wire() {
        return wire;
    }

    public String issuer() {
        return server.issuer();
    }

    public URI url(String path) {
        return server.server().resolve(path);
    }

    /// Signs the next record of the chain and moves the chain on.
    public SignedRecord next(Body body) {
        var signed = sign(body, seq, head);
        seq++;
        head = signed.id();
        return signed;
    }

    /// Signs a record at any place of the chain.
    public SignedRecord sign(Body body, long seq, @Nullable RecordId prev) {
        return SignedRecord.sign(
                new RecordPayload(server.origin(), handle, seq, prev, Instant.now(), body),
                signing);
    }

    /// Signs what would be the next record, with its payload's JSON changed, and leaves the chain.
    public String bend(Body body, UnaryOperator<String> change) {
        var honest = sign(body, seq, head).compact().split("\\.", -1)[1];
        var payload = new String(Base64Url.decode(honest), StandardCharsets.UTF_8);
        return Jws.sign(
                new JsonWriter().text("typ", SignedRecord.TYPE), change.apply(payload), signing);
    }

    public long seq() {
        return seq;
    }

    public @Nullable RecordId head() {
        return head;
    }

    /// Steps back after a record that the server refused.
    public void rewind(long toSeq, @Nullable RecordId toHead) {
        seq = toSeq;
        head = toHead;
    }

    /// Acts honestly.
    ///
    /// @return the id of the last record
    /// @throws IOException when the server refuses
    public RecordId act(Body... bodies) throws Exception {
        var records = Arrays.stream(bodies).map(this::next).toList();
        var answer = submit(records.stream().map(SignedRecord::compact).toList(), token());
        if (!answer.ok()) {
            throw new IOException("%s was refused: %s".formatted(handle, answer.brief()));
        }
        return records.getLast().id();
    }

    /// Sends records with a proof of this puppet's access key, and the token unless it is empty.
    public Answer submit(List<String> records, String token) throws Exception {
        var body = new JsonWriter().texts("records", records).write();
        return call("POST", "/v1/records", token, body);
    }

    /// Asks for a token honestly.
    public String token() throws Exception {
        var answer = askForToken(assertion(), "");
        if (!answer.ok()) {
            throw new IOException("%s got no token: %s".formatted(handle, answer.brief()));
        }
        return Members.tolerant(StrictJson.parse(answer.body())).text("access_token", 1, 4_096);
    }

    /// Asks for a token with any assertion.
    ///
    /// @param scope space-separated, or empty to leave it to the server
    public Answer askForToken(String assertion, String scope) throws Exception {
        return askForToken(
                scope.isEmpty()
                        ? Map.of("client_assertion", assertion)
                        : Map.of("client_assertion", assertion, "scope", scope));
    }

    /// Asks for a token with any form.
    ///
    /// @param fields beside the grant type and the type of the assertion, or instead of them
    public Answer askForToken(Map<String, String> fields) throws Exception {
        var form = new TreeMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", ASSERTION_TYPE);
        form.putAll(fields);
        var body =
                form.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        return withNonce(() -> askWith(proof("POST", "/oauth2/token", "").sign(access), body));
    }

    private Answer askWith(String proof, String form) throws IOException, InterruptedException {
        var headers = Map.of("Content-Type", "application/x-www-form-urlencoded", "DPoP", proof);
        return remember(wire.send("POST", url("/oauth2/token"), headers, form));
    }

    /// {@return an honest client assertion, good for one use}
    public String assertion() {
        return honestAssertion().sign(access);
    }

    /// {@return an honest client assertion, to be bent or signed}
    public Forged honestAssertion() {
        return Forged.assertion(handle.value(), server.issuer(), access.publicKey().algorithm());
    }

    /// {@return an honest proof for one request, to be bent or signed}
    public Forged proof(String method, String path, String token) {
        return Forged.proof(method, server.issuer() + path, access, nonce, token);
    }

    /// Calls with an honest proof, answering a nonce challenge once.
    public Answer call(String method, String path, String token, String body) throws Exception {
        return call(method, path, token, body, Map.of());
    }

    /// Calls with any token and proof; empty ones are left out.
    public Answer send(String method, String path, String token, String proof, String body)
            throws IOException, InterruptedException {
        return remember(wire.send(method, url(path), headers(token, proof, body), body));
    }

    /// As [#call], with more headers.
    public Answer call(
            String method, String path, String token, String body, Map<String, String> more)
            throws Exception {
        return withNonce(() -> {
            var proof = proof(method, path, token).sign(access);
            var headers = headers(token, proof, body);
            headers.putAll(more);
            return remember(wire.send(method, url(path), headers, body));
        });
    }

    /// As [#call], with a target that is no path of a URL, byte for byte.
    public Answer callRaw(String method, String target, String token, String body)
            throws Exception {
        return withNonce(() -> {
            var proof = proof(method, target, token).sign(access);
            var headers = headers(token, proof, body);
            return remember(wire.raw(server.server(), method, target, headers, body));
        });
    }

    private static Map<String, String> headers(String token, String proof, String body) {
        var headers = new HashMap<String, String>();
        if (!token.isEmpty()) {
            headers.put("Authorization", "DPoP " + token);
        }
        if (!proof.isEmpty()) {
            headers.put("DPoP", proof);
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    private Answer remember(Answer answer) {
        var fresh = answer.header("DPoP-Nonce");
        if (!fresh.isEmpty()) {
            nonce = fresh;
        }
        return answer;
    }

    private interface Exchange {
        Answer send() throws Exception;
    }

    private static Answer withNonce(Exchange exchange) throws Exception {
        var answer = exchange.send();
        for (var tries = 0; tries < NONCE_TRIES_MAX && isChallenge(answer); tries++) {
            answer = exchange.send();
        }
        return answer;
    }

    private static boolean isChallenge(Answer answer) {
        return !answer.ok()
                && !answer.header("DPoP-Nonce").isEmpty()
                && answer.body().contains("nonce");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
