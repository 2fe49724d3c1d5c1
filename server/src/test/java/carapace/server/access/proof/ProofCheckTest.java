package carapace.server.access.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.P256KeyPair;
import carapace.protocol.key.SigningPair;
import carapace.server.access.ProblemType;
import carapace.server.access.PublicUrl;
import carapace.server.access.Refusal;
import carapace.server.access.TestProof;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:30Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String URL = "https://network.example/v1/records";
    private static final Target TARGET = new Target("POST", "/v1/records");
    private static final SigningPair ED25519 = Ed25519KeyPair.fromSeed(seed());
    private static final SigningPair P256 = P256KeyPair.generate(new SecureRandom());

    private final Nonces nonces = new Nonces(new SecureRandom(), () -> 0);
    private final ProofCheck check =
            new ProofCheck(PublicUrl.of(URI.create("https://network.example")), nonces, CLOCK);

    private static byte[] seed() {
        var seed = new byte[32];
        seed[0] = 1;
        return seed;
    }

    private TestProof proof(SigningPair pair) {
        return new TestProof(pair, "POST", URL).at(NOW).nonce(nonces.current());
    }

    static Stream<SigningPair> pairs() {
        return Stream.of(ED25519, P256);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void takesAProofOfBothKindsOfKey(SigningPair pair) {
        assertThat(check.check(proof(pair).compact(), TARGET).key()).isEqualTo(pair.publicKey());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isGoodOnceFromWhenItIsSpent(SigningPair pair) {
        var proof = proof(pair).compact();
        var first = check.check(proof, TARGET);
        var second = check.check(proof, TARGET);

        first.spend();

        assertThatThrownBy(second::spend).isInstanceOf(Refusal.class);
        check.check(proof(pair).compact(), TARGET).spend();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void takesAProofForItsToken(SigningPair pair) {
        var proof = proof(pair).claim("ath", "A".repeat(43)).compact();
        var checked = check.check(proof, TARGET, "A".repeat(43), pair.publicKey());
        assertThat(checked.key()).isEqualTo(pair.publicKey());
    }

    @Test
    void takesTheUrlWithQueryAndInCapitals() {
        var proof = proof(ED25519).claim("htu", "HTTPS://Network.Example:443/v1/records?a=b#c");
        assertThat(check.check(proof.compact(), TARGET)).isNotNull();
    }

    record Bent(ProblemType expected, String what, UnaryOperator<TestProof> bend) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bent invalid(String what, UnaryOperator<TestProof> bend) {
        return new Bent(ProblemType.PROOF_INVALID, what, bend);
    }

    private static JsonValue text(String text) {
        return new JsonString(text);
    }

    static Stream<Bent> bent() {
        var privateJwk =
                new JsonWriter()
                        .text("kty", "OKP")
                        .text("crv", "Ed25519")
                        .text("x", "A".repeat(43))
                        .text("d", "A".repeat(43));
        return Stream.of(
                invalid("another method", p -> p.claim("htm", "GET")),
                invalid("the method in small letters", p -> p.claim("htm", "post")),
                invalid("another path", p -> p.claim("htu", URL + "/")),
                invalid("another server", p -> p.claim("htu", "https://evil.example/v1/records")),
                invalid("http", p -> p.claim("htu", "http://network.example/v1/records")),
                invalid(
                        "another port",
                        p -> p.claim("htu", "https://network.example:8443/v1/records")),
                invalid(
                        "user in the URL",
                        p -> p.claim("htu", "https://a@network.example/v1/records")),
                invalid("no URL", p -> p.claim("htu", "https://[")),
                invalid(
                        "encoded path",
                        p -> p.claim("htu", "https://network.example/v1%2Frecords")),
                invalid("wrong typ", p -> p.header("typ", text("JWT"))),
                invalid("typ in capitals", p -> p.header("typ", text("DPOP+JWT"))),
                invalid("no typ", p -> p.without("typ")),
                invalid("kid", p -> p.header("kid", text("other"))),
                invalid("b64", p -> p.header("b64", new JsonBool(false))),
                invalid("crit", p -> p.header("crit", new JsonArray(List.of(text("exp"))))),
                invalid("x5c", p -> p.header("x5c", new JsonArray(List.of()))),
                invalid("no jwk", p -> p.without("jwk")),
                invalid("private jwk", p -> p.header("jwk", privateJwk.object())),
                invalid("another's jwk", p -> p.header("jwk", P256.publicKey().jwk())),
                invalid("unknown claim", p -> p.claim("exp", new JsonNumber(1))),
                invalid("no jti", p -> p.without("jti")),
                invalid("short jti", p -> p.claim("jti", "1234567")),
                invalid("jti as number", p -> p.claim("jti", new JsonNumber(12345678))),
                invalid("iat as text", p -> p.claim("iat", "1795521630")),
                invalid("ath without token", p -> p.claim("ath", "A".repeat(43))),
                new Bent(ProblemType.NONCE_MISSING, "no nonce", p -> p.without("nonce")),
                new Bent(ProblemType.NONCE_STALE, "made-up nonce", p -> p.nonce("A".repeat(22))),
                new Bent(ProblemType.PROOF_CLOCK_SKEW, "too old", p -> p.at(NOW.minusSeconds(61))),
                new Bent(
                        ProblemType.PROOF_CLOCK_SKEW,
                        "from the future",
                        p -> p.at(NOW.plusSeconds(61))));
    }

    @ParameterizedTest
    @MethodSource("bent")
    void refusesABentProof(Bent bent) {
        var compact = bent.bend().apply(proof(ED25519)).compact();
        assertThat(refused(compact)).isEqualTo(bent.expected());
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 60})
    void takesAProofAtTheEdgeOfItsTime(long seconds) {
        var proof = proof(ED25519).at(NOW.plusSeconds(seconds)).compact();
        assertThat(check.check(proof, TARGET)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256", "ES384", "ES256", "eddsa"})
    void refusesAnotherAlgorithm(String algorithm) {
        var parts = proof(ED25519).compact().split("\\.", -1);
        var header = new String(Base64Url.decode(parts[0]), StandardCharsets.UTF_8);
        var forged = header.replace("EdDSA", algorithm);
        assertThat(forged).isNotEqualTo(header);
        assertThat(refused(encode(forged) + "." + parts[1] + "." + parts[2]))
                .isEqualTo(ProblemType.PROOF_INVALID);
    }

    static Stream<Arguments> doubled() {
        return Stream.of(
                Arguments.of("{\"alg\":\"none\",", 0),
                Arguments.of("{\"\\u0061lg\":\"none\",", 0),
                Arguments.of("{\"htm\":\"GET\",", 1));
    }

    @ParameterizedTest
    @MethodSource("doubled")
    void refusesARepeatedMember(String start, int part) {
        var parts = proof(ED25519).compact().split("\\.", -1);
        var json = new String(Base64Url.decode(parts[part]), StandardCharsets.UTF_8);
        parts[part] = encode(start + json.substring(1));
        assertThat(refused(String.join(".", parts))).isEqualTo(ProblemType.PROOF_INVALID);
    }

    @Test
    void refusesASignatureThatIsOneBitOff() {
        var compact = proof(ED25519).compact();
        var dot = compact.lastIndexOf('.');
        var signature = Base64Url.decode(compact.substring(dot + 1));
        signature[10] ^= 1;
        assertThat(refused(compact.substring(0, dot + 1) + Base64Url.encode(signature)))
                .isEqualTo(ProblemType.PROOF_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "ÿ.ÿ.ÿ", "e30.e30.", "null.null.null"})
    void refusesWhatIsNoProof(String text) {
        assertThat(refused(text)).isEqualTo(ProblemType.PROOF_INVALID);
    }

    /// Five thousand proofs with one character changed, the same ones in every run.
    @Test
    void refusesEveryMutation() {
        var random = new Random(9449);
        var compact = proof(ED25519).compact();
        var alphabet = "ABCabc019-_.=+/ é{\"";
        for (var i = 0; i < 5_000; i++) {
            var at = random.nextInt(compact.length());
            var letter = alphabet.charAt(random.nextInt(alphabet.length()));
            if (compact.charAt(at) != letter) {
                var mutated = compact.substring(0, at) + letter + compact.substring(at + 1);
                assertThat(refused(mutated))
                        .as(mutated)
                        .isIn(
                                ProblemType.PROOF_INVALID,
                                ProblemType.PROOF_CLOCK_SKEW,
                                ProblemType.NONCE_STALE);
            }
        }
    }

    @Test
    void refusesAProofForAnotherTokenOrKey() {
        var proof = proof(ED25519).claim("ath", "A".repeat(43)).compact();
        assertThat(refused(proof, "B".repeat(43), ED25519)).isEqualTo(ProblemType.PROOF_INVALID);
        assertThat(refused(proof, "A".repeat(43), P256)).isEqualTo(ProblemType.PROOF_INVALID);
        var without = proof(ED25519).compact();
        assertThat(refused(without, "A".repeat(43), ED25519)).isEqualTo(ProblemType.PROOF_INVALID);
    }

    /// The example of RFC 9449 §4.2 is well-formed and signed, but lacks our nonce.
    @Test
    void readsTheExampleOfTheRfc() throws Exception {
        var compact =
                "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIi"
                        + "wieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMi"
                        + "LCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQS"
                        + "IsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjo"
                        + "iUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwia"
                        + "WF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQ"
                        + "g4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        var claims = ProofClaims.parse(compact);
        assertThat(claims.htu()).isEqualTo("https://server.example.com/token");
        assertThat(claims.jws().isSignedBy(AccessKey.parse(claims.jwk()))).isTrue();
    }

    private ProblemType refused(String compact) {
        return type(() -> check.check(compact, TARGET));
    }

    private ProblemType refused(String compact, String hash, SigningPair pair) {
        return type(() -> check.check(compact, TARGET, hash, pair.publicKey()));
    }

    private static ProblemType type(ThrowingCallable call) {
        return catchThrowableOfType(Refusal.class, call).problem().type();
    }

    private static String encode(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }
}
