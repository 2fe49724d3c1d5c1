package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokenTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Ed25519KeyPair KEY = Ed25519KeyPair.generate(new SecureRandom());
    private static final Ed25519KeyPair OTHER = Ed25519KeyPair.generate(new SecureRandom());

    private static IdentityToken token(String audience, Duration life, Optional<String> nonce) {
        return new IdentityToken(
                new Origin("net.example"),
                new Handle("ada"),
                audience,
                NOW,
                NOW.plus(life),
                "0123456789abcdef",
                nonce);
    }

    private static IdentityToken usual() {
        return token("https://shop.example", Duration.ofMinutes(5), Optional.of("n-1"));
    }

    private static void assertRefused(String compact) {
        assertThatThrownBy(() -> IdentityToken.verify(compact, KEY.publicKey()))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void isReadAsItWasSigned() throws JsonException {
        var compact = usual().sign(KEY);
        assertThat(IdentityToken.verify(compact, KEY.publicKey())).isEqualTo(usual());
        assertThat(IdentityToken.named(compact)).isEqualTo(new Handle("ada"));
        var bare = token("shop", Duration.ofSeconds(1), Optional.empty());
        assertThat(IdentityToken.verify(bare.sign(KEY), KEY.publicKey())).isEqualTo(bare);
    }

    @Test
    void isRefusedOfAnotherKeyAndWithAnyBitChanged() {
        assertRefused(usual().sign(OTHER));
        var compact = usual().sign(KEY);
        for (var i = 0; i < compact.length(); i += 7) {
            var sign = compact.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(compact.substring(0, i) + sign + compact.substring(i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SignedRecord.TYPE,
                Receipt.TYPE,
                "client-authentication+jwt",
                "dpop+jwt",
                "at+jwt",
                "JWT",
                "carapace-identity+jwt"
            })
    void isRefusedWithTheTypeOfSomethingElse(String type) {
        assertRefused(Jws.sign(new JsonWriter().text("typ", type), payload(usual()), KEY));
    }

    private static String payload(IdentityToken token) {
        var compact = token.sign(KEY);
        var part = compact.substring(compact.indexOf('.') + 1, compact.lastIndexOf('.'));
        return new String(Base64Url.decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void isNoRecordAndNoReceipt() {
        var compact = usual().sign(KEY);
        assertThat(RecordParser.parse(compact.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.defect()).isEqualTo(Defect.WRONG_TYPE));
        assertThatThrownBy(() -> Receipt.verify(compact, KEY.publicKey()))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @CsvSource({"kid,1", "jwk,{}", "crit,[]"})
    void chooseNotHowItIsChecked(String member, String value) {
        var header = new JsonWriter().text("typ", IdentityToken.TYPE).text(member, value);
        assertRefused(Jws.sign(header, payload(usual()), KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":1", "\"agent\":\"ada\"", "\"jti\":\"0123456789abcdef\""})
    void missesNothingAndHasNothingElse(String member) {
        var json = payload(usual());
        var without = json.replace(member + ",", "").replace("," + member, "");
        assertThat(without).isNotEqualTo(json);
        assertRefused(Jws.sign(type(), without, KEY));
        assertRefused(Jws.sign(type(), json.replace("{", "{\"admin\":true,"), KEY));
    }

    private static JsonWriter type() {
        return new JsonWriter().text("typ", IdentityToken.TYPE);
    }

    @Test
    void livesForFiveMinutesAtMost() {
        for (var life : new long[] {0, -1, 301}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> token("a", Duration.ofSeconds(life), Optional.empty()));
        }
        var longer = payload(usual()).replace("\"exp\":", "\"exp\":1");
        assertRefused(Jws.sign(type(), longer, KEY));
    }

    @Test
    void boundsWhatItCarries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token("", Duration.ofSeconds(1), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token("a".repeat(301), Duration.ofSeconds(1), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token("a", Duration.ofSeconds(1), Optional.of("")));
        assertRefused("a".repeat(IdentityToken.BYTES_MAX + 1));
        assertRefused("a.b");
    }
}
