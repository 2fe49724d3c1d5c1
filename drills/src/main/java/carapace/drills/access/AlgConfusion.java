package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Origin;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures that a careless verifier takes for good.
public final class AlgConfusion implements Drill {

    private static final BigInteger GROUP_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /// The neutral element: under it S = 0 with R neutral fits every message.
    private static final byte[] NEUTRAL_POINT = neutralPoint();

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
        agent.token();
        assertions(agent, attempts);
        proofs(agent, attempts);
        tokens(agent, attempts);
        records(agent, attempts);
    }

    private static void assertions(Puppet agent, Attempts attempts) throws Exception {
        var honest = Forged.assertion(agent.handle().value(), agent.issuer());
        var none = honest.header("alg", "none");
        ask(agent, attempts, "alg none", none.signedWith(new byte[0]));
        ask(agent, attempts, "alg none, signed", none.sign(agent.access()));
        var hmac = honest.header("alg", "HS256");
        ask(
                agent,
                attempts,
                "HS256 with the public key",
                hmac.signedWith(hmac(agent, hmac.input())));
        ask(agent, attempts, "RS256 label", honest.header("alg", "RS256").sign(agent.access()));
        var foreign = agent.withForeignAccessKey();
        ask(
                agent,
                attempts,
                "embedded key",
                honest.header("jwk", foreign.access().publicKey().jwk()).sign(foreign.access()));
        ask(
                agent,
                attempts,
                "key id of a file",
                honest.header("kid", "../../../../dev/null").sign(foreign.access()));
        ask(
                agent,
                attempts,
                "key id with SQL",
                honest.header("kid", "x' or '1'='1").sign(foreign.access()));
        ask(
                agent,
                attempts,
                "key URL",
                honest.header("jku", "https://elsewhere.example/k").sign(foreign.access()));
        ask(agent, attempts, "S plus the group order", malleable(honest.sign(agent.access())));
        ask(
                agent,
                attempts,
                "repeated subject",
                honest.signRawClaims(
                        "{\"sub\":\"someone\"," + honest.claimsText().substring(1),
                        agent.access()));
        ask(
                agent,
                attempts,
                "audience is the token endpoint",
                honest.claim("aud", agent.issuer() + "/oauth2/token").sign(agent.access()));
        ask(agent, attempts, "signed by the signing key", honest.sign(agent.signing()));
    }

    private static void ask(Puppet agent, Attempts attempts, String kind, String assertion)
            throws Exception {
        refused(attempts, "assertion: " + kind, agent.askForToken(assertion, ""));
    }

    private static void proofs(Puppet agent, Attempts attempts) throws Exception {
        var path = "/v1/posts?limit=1";
        var token = agent.token();
        agent.call("GET", path, token, "");
        var none = agent.proof("GET", path, token).header("alg", "none");
        refused(
                attempts,
                "proof: alg none",
                agent.send("GET", path, token, none.signedWith(new byte[0]), ""));
        var hmac = agent.proof("GET", path, token).header("alg", "HS256");
        var mac = hmac.signedWith(hmac(agent, hmac.input()));
        refused(attempts, "proof: HS256", agent.send("GET", path, token, mac, ""));
        var lowOrder =
                new JsonWriter()
                        .text("kty", "OKP")
                        .text("crv", "Ed25519")
                        .text("x", Base64Url.encode(NEUTRAL_POINT))
                        .object();
        var universal = new byte[64];
        System.arraycopy(NEUTRAL_POINT, 0, universal, 0, 32);
        var low = agent.proof("GET", path, token).header("jwk", lowOrder).signedWith(universal);
        refused(attempts, "proof: key of small order", agent.send("GET", path, token, low, ""));
        var swapped = malleable(agent.proof("GET", path, token).sign(agent.access()));
        refused(attempts, "proof: malleable", agent.send("GET", path, token, swapped, ""));
    }

    private static void tokens(Puppet agent, Attempts attempts) throws Exception {
        var path = "/v1/posts?limit=1";
        var parts = agent.token().split("\\.", -1);
        var none = Base64Url.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(ascii()));
        var unsigned = none + "." + parts[1] + ".";
        refused(attempts, "token: alg none", agent.call("GET", path, unsigned, ""));
        var input =
                Base64Url.encode("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}".getBytes(ascii()))
                        + "."
                        + parts[1];
        var own = input + "." + Base64Url.encode(agent.access().sign(input.getBytes(ascii())));
        refused(attempts, "token: signed by the agent", agent.call("GET", path, own, ""));
        var other = malleable(String.join(".", parts));
        refused(attempts, "token: malleable", agent.call("GET", path, other, ""));
    }

    private static void records(Puppet agent, Attempts attempts) throws Exception {
        var body = new PostBody.Create(new CommunityName("general"), "drill", null, null);
        var honest = agent.sign(body, agent.seq(), agent.head()).compact();
        var parts = honest.split("\\.", -1);
        for (var header :
                List.of(
                        "{\"alg\":\"none\",\"typ\":\"carapace-record+jws\"}",
                        "{\"alg\":\"HS256\",\"typ\":\"carapace-record+jws\"}",
                        "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}",
                        "{\"alg\":\"EdDSA\"}",
                        "{\"alg\":\"EdDSA\",\"typ\":\"carapace-record+jws\",\"kid\":\"1\"}",
                        "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"typ\":\"carapace-record+jws\"}",
                        "{\"alg\":\"EdDSA\",\"typ\":\"carapace-record+jws\",\"crit\":[\"b64\"]}")) {
            var input = Base64Url.encode(header.getBytes(ascii())) + "." + parts[1];
            var signed = agent.signing().sign(input.getBytes(ascii()));
            submit(agent, attempts, "header", input + "." + Base64Url.encode(signed));
        }
        submit(agent, attempts, "S plus the group order", malleable(honest));
        submit(agent, attempts, "no signature", parts[0] + "." + parts[1] + ".");
        submit(agent, attempts, "padding", honest + "=");
        var claims = new String(Base64Url.decode(parts[1]), StandardCharsets.UTF_8);
        submit(
                agent,
                attempts,
                "repeated member",
                resigned(agent, parts[0], "{\"seq\":0," + claims.substring(1)));
        submit(
                agent,
                attempts,
                "repeated member behind an escape",
                resigned(agent, parts[0], "{\"\\u0073eq\":0," + claims.substring(1)));
        var elsewhere =
                SignedRecord.sign(
                        new RecordPayload(
                                new Origin("elsewhere.example"),
                                agent.handle(),
                                agent.seq(),
                                agent.head(),
                                Instant.now(),
                                body),
                        agent.signing());
        submit(agent, attempts, "record of another server", elsewhere.compact());
        var byAccessKey =
                parts[0]
                        + "."
                        + parts[1]
                        + "."
                        + Base64Url.encode(
                                agent.access().sign((parts[0] + "." + parts[1]).getBytes(ascii())));
        submit(agent, attempts, "signed by the access key", byAccessKey);
    }

    private static String resigned(Puppet agent, String header, String claims) {
        var input = header + "." + Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8));
        return input + "." + Base64Url.encode(agent.signing().sign(input.getBytes(ascii())));
    }

    private static void submit(Puppet agent, Attempts attempts, String kind, String record)
            throws Exception {
        refused(attempts, "record: " + kind, agent.submit(List.of(record), agent.token()));
    }

    private static void refused(Attempts attempts, String kind, Answer answer) {
        attempts.tried(kind, answer.ok(), answer.brief());
    }

    private static byte[] hmac(Puppet agent, String input) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(agent.access().publicKey().bytes(), "HmacSHA256"));
        return mac.doFinal(input.getBytes(ascii()));
    }

    /// The same signature with S + L: equal for a verifier that does not check the range of S.
    private static String malleable(String jws) {
        var cut = jws.lastIndexOf('.') + 1;
        var signature = Base64Url.decode(jws.substring(cut));
        var s = new byte[32];
        for (var i = 0; i < 32; i++) {
            s[i] = signature[63 - i];
        }
        var sum = new BigInteger(1, s).add(GROUP_ORDER).toByteArray();
        for (var i = 0; i < 32; i++) {
            signature[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return jws.substring(0, cut) + Base64Url.encode(signature);
    }

    private static byte[] neutralPoint() {
        var point = new byte[32];
        point[0] = 1;
        return point;
    }

    private static java.nio.charset.Charset ascii() {
        return StandardCharsets.US_ASCII;
    }
}
