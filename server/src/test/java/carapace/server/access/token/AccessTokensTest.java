package carapace.server.access.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.SigningPair;
import carapace.protocol.record.Jws;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Scope;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final String ISSUER = "https://network.example";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Handle ADA = new Handle("ada");
    private static final SigningPair AGENT = Ed25519KeyPair.generate(RANDOM);
    private static final SigningPair SERVER = Ed25519KeyPair.generate(RANDOM);
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AccessTokens tokens = new AccessTokens(ISSUER, SERVER, clock, RANDOM);

    private String issue() {
        return tokens.issue(ADA, AGENT.publicKey().thumbprint(), Set.of(Scope.READ));
    }

    @Test
    void readsBackWhatItIssued() {
        var token = tokens.read(issue());
        assertThat(token.handle()).isEqualTo(ADA);
        assertThat(token.jkt()).isEqualTo(AGENT.publicKey().thumbprint());
        assertThat(token.scopes()).containsExactly(Scope.READ);
        assertThat(token.expires()).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void endsAfterFiveMinutesAlsoWhenRemembered() {
        var token = issue();
        tokens.read(token);
        now.set(START.plusSeconds(299));
        tokens.read(token);
        now.set(START.plusSeconds(300));
        assertThat(refused(token)).isEqualTo(ProblemType.TOKEN_EXPIRED);
    }

    private static JsonWriter header() {
        return new JsonWriter()
                .text("typ", "at+jwt")
                .text("kid", SERVER.publicKey().thumbprint().value());
    }

    private static JsonWriter claims() {
        var now = START.getEpochSecond();
        var jkt = AGENT.publicKey().thumbprint().value();
        return new JsonWriter()
                .text("iss", ISSUER)
                .text("sub", "ada")
                .text("aud", ISSUER)
                .text("client_id", "ada")
                .number("iat", now)
                .number("exp", now + 300)
                .text("jti", "AAAA")
                .text("scope", "read")
                .value("cnf", new JsonWriter().text("jkt", jkt).object());
    }

    static Stream<String> forged() {
        var good = claims().write();
        return Stream.of(
                Jws.sign(header(), good, AGENT),
                Jws.sign(header().text("typ", "JWT"), good, SERVER),
                Jws.sign(header().text("kid", "other"), good, SERVER),
                Jws.sign(header().value("jwk", SERVER.publicKey().jwk()), good, SERVER),
                Jws.sign(header(), claims().text("iss", "https://evil.example").write(), SERVER),
                Jws.sign(header(), claims().text("aud", "https://evil.example").write(), SERVER),
                Jws.sign(header(), claims().text("client_id", "bob").write(), SERVER),
                Jws.sign(header(), claims().text("sub", "ADA").write(), SERVER),
                Jws.sign(header(), claims().text("nbf", "1").write(), SERVER));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void refusesWhatItDidNotIssue(String token) {
        assertThat(refused(token)).isEqualTo(ProblemType.TOKEN_INVALID);
    }

    @Test
    void wouldTakeTheForgeriesIfTheyWereRight() {
        assertThat(tokens.read(Jws.sign(header(), claims().write(), SERVER)).handle())
                .isEqualTo(ADA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256", "ES256"})
    void refusesAnotherAlgorithm(String algorithm) {
        var parts = issue().split("\\.", -1);
        var json = new String(Base64Url.decode(parts[0]), StandardCharsets.UTF_8);
        parts[0] =
                Base64Url.encode(json.replace("EdDSA", algorithm).getBytes(StandardCharsets.UTF_8));
        assertThat(refused(String.join(".", parts))).isEqualTo(ProblemType.TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "é.é.é"})
    void refusesWhatIsNoToken(String token) {
        assertThat(refused(token)).isEqualTo(ProblemType.TOKEN_INVALID);
    }

    private ProblemType refused(String token) {
        return catchThrowableOfType(Refusal.class, () -> tokens.read(token)).problem().type();
    }
}
