package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.P256KeyPair;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.SignedRecord;
import carapace.protocol.record.Timestamps;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Signatures that a careless verifier takes for good, in everything that is signed.
public final class AlgConfusion implements Drill {

    private static final String PATH = "/v1/posts?limit=1";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RECORD = SignedRecord.TYPE;

    /// Under a point of order 8 the universal signature fits one message in eight.
    private static final int MESSAGES = 8;

    @Override
    public String name() {
        return "alg-confusion";
    }

    @Override
    public String claim() {
        return "No token, proof, assertion or record chooses how it is verified.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "alg");
        assertions(agent, attempts);
        proofs(agent, attempts);
        tokens(agent, attempts);
        records(agent, attempts);
        keysOfSmallOrder(agent, attempts);
        oneForAnother(agent, attempts);
        twins(target, attempts);
    }

    private static void assertions(Puppet agent, Attempts attempts) throws Exception {
        var honest = agent.honestAssertion();
        var types = List.of("dpop+jwt", "at+jwt", RECORD, "carapace-receipt+jws");
        var forged = Bends.of(honest, Bends.newKey(), agent.access().publicKey());
        for (var bend : forged.entrySet()) {
            ask(agent, attempts, bend.getKey(), bend.getValue());
        }
        for (var bend : Bends.signed(honest, agent.access(), types).entrySet()) {
            ask(agent, attempts, bend.getKey(), bend.getValue());
        }
        ask(agent, attempts, "by the signing key", honest.sign(agent.signing()));
        for (var audience :
                List.of("https://elsewhere.example", agent.issuer() + "/oauth2/token", "")) {
            var other = honest.claim("aud", audience).sign(agent.access());
            ask(agent, attempts, "for another audience", other);
        }
        works(agent.askForToken(honest.sign(agent.access()), ""), "the assertion as it was");
    }

    private static void ask(Puppet agent, Attempts attempts, String kind, String assertion)
            throws Exception {
        attempts.refused("assertion: " + kind, agent.askForToken(assertion, ""));
    }

    private static void works(Answer answer, String what) {
        if (!answer.ok()) {
            throw new IllegalStateException(what + " is refused: " + answer.brief());
        }
    }

    private static void proofs(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        agent.call("GET", PATH, token, "");
        var honest = agent.proof("GET", PATH, token);
        var types = List.of("JWT", "client-authentication+jwt", "at+jwt", RECORD);
        var forged = Bends.of(honest, Bends.newKey(), agent.access().publicKey());
        for (var bend : forged.entrySet()) {
            prove(agent, token, attempts, bend.getKey(), bend.getValue());
        }
        for (var bend : Bends.signed(honest, agent.access(), types).entrySet()) {
            prove(agent, token, attempts, bend.getKey(), bend.getValue());
        }
        works(
                agent.send("GET", PATH, token, honest.sign(agent.access()), ""),
                "the proof as it was");
    }

    private static void prove(
            Puppet agent, String token, Attempts attempts, String kind, String proof)
            throws Exception {
        attempts.refused("proof: " + kind, agent.send("GET", PATH, token, proof, ""));
    }

    private static void tokens(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        var forged = Bends.of(Forged.parse(token), agent.access(), serverKey(agent));
        for (var bend : forged.entrySet()) {
            use(agent, attempts, bend.getKey(), bend.getValue());
        }
        use(agent, attempts, "S plus the group order", Signatures.withGroupOrder(token));
        var signature = token.substring(token.lastIndexOf('.') + 1);
        for (var claim : Map.of("sub", "carapace", "scope", "read write admin").entrySet()) {
            var more = Forged.parse(token).claim(claim.getKey(), claim.getValue());
            use(agent, attempts, "other claims, same signature", more.input() + "." + signature);
        }
        works(agent.call("GET", PATH, token, ""), "the token as it was");
    }

    private static void use(Puppet agent, Attempts attempts, String kind, String token)
            throws Exception {
        attempts.refused("token: " + kind, agent.call("GET", PATH, token, ""));
    }

    private static AccessKey serverKey(Puppet agent) throws Exception {
        var keys = agent.wire().get(agent.url("/oauth2/jwks"), Map.of()).body();
        var only = Members.tolerant(StrictJson.parse(keys)).list("keys", 1, 1).getFirst();
        return Ed25519PublicKey.of(Base64Url.decode(Members.tolerant(only).text("x", 43, 43)));
    }

    private static void records(Puppet agent, Attempts attempts) throws Exception {
        var record = agent.sign(post(), agent.seq(), agent.head());
        var honest = Forged.parse(record.compact());
        var types = List.of("JWT", "dpop+jwt", "at+jwt", "carapace-receipt+jws");
        var forged = Bends.of(honest, Bends.newKey(), agent.signing().publicKey());
        for (var bend : forged.entrySet()) {
            submit(agent, attempts, bend.getKey(), bend.getValue());
        }
        for (var bend : Bends.signed(honest, agent.signing(), types).entrySet()) {
            submit(agent, attempts, bend.getKey(), bend.getValue());
        }
        submit(agent, attempts, "by the access key", honest.sign(agent.access()));
        var elsewhere = honest.claim("origin", "elsewhere.example").sign(agent.signing());
        submit(agent, attempts, "of another server", elsewhere);
        works(
                agent.submit(List.of(agent.next(post()).compact()), agent.token()),
                "the record as it was");
    }

    private static PostBody.Create post() {
        return new PostBody.Create(new CommunityName("general"), "drill", null, null);
    }

    private static void submit(Puppet agent, Attempts attempts, String kind, String record)
            throws Exception {
        attempts.refused("record: " + kind, agent.submit(List.of(record), agent.token()));
    }

    /// Agents that anybody could speak for, had they been let in.
    private static void keysOfSmallOrder(Puppet agent, Attempts attempts) throws Exception {
        for (var point : Signatures.SMALL_ORDER) {
            var kind =
                    "signing key of small order, number %d"
                            .formatted(Signatures.SMALL_ORDER.indexOf(point));
            for (var message = 0; message < MESSAGES; message++) {
                var create = creation(agent, point, message).signedWith(Signatures.universal());
                attempts.refused("record: " + kind, agent.submit(List.of(create), ""));
            }
        }
    }

    private static Forged creation(Puppet agent, byte[] signing, int message) throws JsonException {
        var keys =
                new JsonWriter()
                        .value("access", agent.access().publicKey().jwk())
                        .value("signing", Signatures.ed25519Jwk(signing))
                        .text(
                                "messaging",
                                Base64Url.encode(
                                        MessagingKeyPair.generate(RANDOM).publicKey().bytes()));
        var body = new JsonWriter().value("keys", keys.object()).text("claim", "A".repeat(43));
        return Forged.empty()
                .header("typ", RECORD)
                .header("alg", "EdDSA")
                .claim("v", 1)
                .claim("type", "agent.create")
                .claim("origin", agent.origin().value())
                .claim("agent", "low-%d-%d".formatted(signing[1] & 0xff, message))
                .claim("seq", 0)
                .claim("prev", new JsonNull())
                .claim("at", Timestamps.format(Instant.now()))
                .claim("body", body.object());
    }

    /// Everything that is signed where something else belongs.
    private static void oneForAnother(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        var sent = agent.submit(List.of(agent.next(post()).compact()), token);
        works(sent, "a post");
        var receipts = Members.tolerant(StrictJson.parse(sent.body())).list("receipts", 1, 1);
        var receipt = Members.tolerant(receipts.getFirst()).text("receipt", 1, 4_096);
        var record = agent.sign(post(), agent.seq(), agent.head()).compact();
        var proof = agent.proof("GET", PATH, token).sign(agent.access());
        var assertion = agent.assertion();
        for (var other : List.of(receipt, record, proof, assertion)) {
            use(agent, attempts, "something else that is signed", other);
        }
        for (var other : List.of(receipt, record, token, assertion)) {
            prove(agent, token, attempts, "something else that is signed", other);
        }
        for (var other : List.of(receipt, record, token, proof)) {
            ask(agent, attempts, "something else that is signed", other);
        }
        for (var other : List.of(receipt, token, proof, assertion)) {
            submit(agent, attempts, "something else that is signed", other);
        }
    }

    /// Of each ES256 signature there is a second form; it must not count as new.
    private static void twins(Target target, Attempts attempts) throws Exception {
        var agent = Puppet.claimed(target, "twin", P256KeyPair.generate(RANDOM));
        var token = agent.token();
        agent.call("GET", PATH, token, "");
        var proof = agent.proof("GET", PATH, token).sign(agent.access());
        works(agent.send("GET", PATH, token, proof, ""), "an ES256 proof");
        var twin = Signatures.twin(proof);
        prove(agent, token, attempts, "the other form of an ES256 signature", twin);

        var assertion = agent.assertion();
        works(agent.askForToken(assertion, ""), "an ES256 assertion");
        var other = Signatures.twin(assertion);
        ask(agent, attempts, "the other form of an ES256 signature", other);
        if (agent.askForToken(Signatures.twin(agent.assertion()), "").status() >= 500) {
            throw new IllegalStateException("the other form makes the server fail");
        }
    }
}
