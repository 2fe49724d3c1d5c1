package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the example of RFC 7677 §3: user `user`, password `pencil`.
class ScramVerifierTest {

    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String STORED_KEY = "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=";
    private static final String SERVER_KEY = "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String EXCHANGE =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,r=%1$s,s=%2$s,i=4096,c=biws,r=%1$s"
                    .formatted(NONCE, SALT);
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static String verifier(String iterations, String salt, String storedKey) {
        return "SCRAM-SHA-256$%s:%s$%s:%s".formatted(iterations, salt, storedKey, SERVER_KEY);
    }

    /// The RFC shows no stored key, but what was made with it.
    @Test
    void usesTheKeysOfTheExample() throws Exception {
        var storedKey = Base64.getDecoder().decode(STORED_KEY);
        var clientKey = Base64.getDecoder().decode(PROOF);
        var signature = hmac(storedKey);
        for (var i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= signature[i];
        }

        assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey)).isEqualTo(storedKey);
        assertThat(hmac(Base64.getDecoder().decode(SERVER_KEY)))
                .isEqualTo(Base64.getDecoder().decode(SERVER_SIGNATURE));
    }

    private static byte[] hmac(byte[] key) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(EXCHANGE.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void acceptsThePassword() throws Exception {
        assertThat(ScramVerifier.parse(verifier("4096", SALT, STORED_KEY)).accepts("pencil"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pencim", "Pencil", "pencil ", "pencils", "user"})
    void refusesAnotherPassword(String password) throws Exception {
        assertThat(ScramVerifier.parse(verifier("4096", SALT, STORED_KEY)).accepts(password))
                .isFalse();
    }

    @Test
    void refusesThePasswordUnderOtherParameters() throws Exception {
        assertThat(ScramVerifier.parse(verifier("4097", SALT, STORED_KEY)).accepts("pencil"))
                .isFalse();
        var otherSalt = "W22ZaJ0SNY7soEsUEjb6gA==";
        assertThat(ScramVerifier.parse(verifier("4096", otherSalt, STORED_KEY)).accepts("pencil"))
                .isFalse();
        assertThat(ScramVerifier.parse(verifier("4096", SALT, SERVER_KEY)).accepts("pencil"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5a3556571e93b0d20722ba62be61e8c2d", "pencil", "SCRAM-SHA-256$4096"})
    void refusesAnotherForm(String text) {
        assertThatThrownBy(() -> ScramVerifier.parse(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another form than SCRAM");
    }
}
