package carapace.server.access.token;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Handle;
import carapace.protocol.key.SigningPair;
import carapace.protocol.key.Thumbprint;
import carapace.protocol.record.Jws;
import carapace.server.access.AccessOptions;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Scope;
import carapace.server.vault.Vault;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Makes and reads access tokens: JWTs (`typ` `at+jwt`) signed by the server's own key, five
/// minutes long, of no use without the agent's key. None is ever stored or logged.
///
/// What a token says is remembered by its hash, so that in the stream of an agent's requests its
/// signature is checked once.
@Component
public final class AccessTokens {

    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String TYPE = "at+jwt";
    private static final Set<String> HEADER = Set.of("typ", "alg", "kid");
    private static final Set<String> CLAIMS =
            Set.of("iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "cnf");

    /// Characters of a token at most; ours take about 620.
    private static final int LENGTH_MAX = 2048;

    private static final int NAME_MAX = 256;
    private static final int JTI_BYTES = 16;

    /// Each entry takes about 0.5 KiB.
    private static final int REMEMBERED_MAX = 20_000;

    private final String issuer;
    private final SigningPair serverKey;
    private final Clock clock;
    private final SecureRandom random;
    private final Cache<String, AccessToken> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(LIFETIME).build();

    @Autowired
    AccessTokens(AccessOptions options, Vault vault, Clock clock, SecureRandom random) {
        this(options.publicUrl().issuer(), vault.serverKey(), clock, random);
    }

    AccessTokens(String issuer, SigningPair serverKey, Clock clock, SecureRandom random) {
        this.issuer = issuer;
        this.serverKey = serverKey;
        this.clock = clock;
        this.random = random;
    }

    /// {@return a new token for the agent, bound to the key}
    String issue(Handle handle, Thumbprint jkt, Set<Scope> scopes) {
        var now = clock.instant().getEpochSecond();
        var id = new byte[JTI_BYTES];
        random.nextBytes(id);
        var claims =
                new JsonWriter()
                        .text("iss", issuer)
                        .text("sub", handle.value())
                        .text("aud", issuer)
                        .text("client_id", handle.value())
                        .number("iat", now)
                        .number("exp", now + LIFETIME.toSeconds())
                        .text("jti", Base64Url.encode(id))
                        .text("scope", names(scopes))
                        .value("cnf", new JsonWriter().text("jkt", jkt.value()).object());
        var header = new JsonWriter().text("typ", TYPE).text("kid", kid());
        return Jws.sign(header, claims.write(), serverKey);
    }

    /// {@return the scopes as RFC 6749 §3.3 writes them}
    static String names(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::wireName).collect(Collectors.joining(" "));
    }

    private String kid() {
        return serverKey.publicKey().thumbprint().value();
    }

    /// Reads a token.
    ///
    /// @throws Refusal unless this server signed it and it has not expired
    public AccessToken read(String token) {
        var hash = hash(token);
        var known = remembered.getIfPresent(hash);
        var read = known == null ? check(token, hash) : known;
        if (!clock.instant().isBefore(read.expires())) {
            throw new Refusal(
                    ProblemType.TOKEN_EXPIRED.because("ask for a new one at /oauth2/token"));
        }
        if (known == null) {
            remembered.put(hash, read);
        }
        return read;
    }

    private AccessToken check(String token, String hash) {
        if (token.length() > LENGTH_MAX) {
            throw invalid();
        }
        try {
            var jws = Jws.parse(token);
            var header = Members.of(jws.header(), HEADER);
            require(header, "typ", TYPE);
            require(header, "alg", serverKey.publicKey().algorithm());
            require(header, "kid", kid());
            if (!jws.isSignedBy(serverKey.publicKey())) {
                throw invalid();
            }
            return claims(Members.of(jws.payload(), CLAIMS), hash);
        } catch (JsonException | IllegalArgumentException e) {
            // Whoever made it up learns nothing about how far it got.
            throw invalid();
        }
    }

    private AccessToken claims(Members claims, String hash) throws JsonException {
        require(claims, "iss", issuer);
        require(claims, "aud", issuer);
        var handle = new Handle(claims.text("sub", 1, NAME_MAX));
        require(claims, "client_id", handle.value());
        var confirmation = Members.of(claims.object("cnf"), Set.of("jkt"));
        var jkt = new Thumbprint(confirmation.text("jkt", 1, NAME_MAX));
        var expires = Instant.ofEpochSecond(claims.number("exp", 0, JsonNumber.MAX));
        return new AccessToken(hash, handle, jkt, scopes(claims), expires);
    }

    private static Set<Scope> scopes(Members claims) throws JsonException {
        var names = Arrays.asList(claims.text("scope", 0, NAME_MAX).split(" "));
        return EnumSet.allOf(Scope.class).stream()
                .filter(scope -> names.contains(scope.wireName()))
                .collect(Collectors.toSet());
    }

    private static void require(Members members, String name, String value) throws JsonException {
        if (!members.text(name, 1, NAME_MAX).equals(value)) {
            throw invalid();
        }
    }

    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64Url.encode(digest.digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Refusal invalid() {
        return new Refusal(
                ProblemType.TOKEN_INVALID.because(
                        "only tokens from this server's /oauth2/token count"));
    }
}
