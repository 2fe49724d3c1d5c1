package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.theft.SecretScanner.Finding;
import carapace.protocol.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScannerTest {

    private static final String ID = "ps7ySp04B0XWYfEDjs2M_rwc6F5aZt1xMUvi8HjbP70";
    private static final String SIGNATURE =
            "UH2erLX7nyFPpwGd13h5_I3H8Z8oMZBaQZzu1RKtmH0YTqX3c_IUspiFekJlkVMbqyK6wdnRUfi0BS";

    private static List<String> kinds(String text) {
        return new SecretScanner(_ -> false).scan(text).stream().map(Finding::kind).toList();
    }

    private static String jws(String header, String payload) {
        return "%s.%s.%s".formatted(base64(header), base64(payload), SIGNATURE);
    }

    private static String base64(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    private key       | -----BEGIN EC PRIVATE KEY-----
                    private key       | -----BEGIN PRIVATE KEY-----
                    private JWK       | {"kty":"OKP","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZ"}
                    cloud key         | id AKIAIOSFODNN7EXAMPLE here
                    service token     | ghp_abcdefghijklmnop
                    password in a URL | postgres://app:pw@db/carapace
                    assigned secret   | const service_role = 'q7RmT2vX'
                    assigned secret   | "password": "tenletters"
                    """)
    void findsTheShapeOfASecret(String kind, String text) {
        assertThat(kinds(text)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PUBLIC KEY-----",
                "{\"kid\":\"short\",\"d\":\"tooshort\"}",
                "AKIAIOSFODNN7EXAMPL",
                "ghp_short",
                "https://example.org/a:b@c",
                "password: 'short'",
                "the password is a secret: nobody knows it",
                "urn:carapace:request:3q2-7wAAAAAAAAAA"
            })
    void leavesNearMissesAlone(String text) {
        assertThat(kinds(text)).isEmpty();
    }

    @Test
    void findsTokensButNotRecordsAndReceipts() {
        assertThat(kinds(jws("{\"typ\":\"at+jwt\"}", "{\"sub\":\"ada\"}")))
                .containsExactly("token");
        assertThat(kinds(jws("{\"typ\":\"carapace-record+jws\"}", "{\"agent\":\"ada\"}")))
                .isEmpty();
        assertThat(kinds(jws("{\"typ\":\"carapace-receipt+jws\"}", "{\"agent\":\"ada\"}")))
                .isEmpty();
        assertThat(kinds(jws("{\"typ\":\"carapace-records+jws\"}", "{\"agent\":\"ada\"}")))
                .containsExactly("token");
    }

    @Test
    void looksIntoRecordsAndCursors() {
        var said = "{\"text\":\"api_key = 'q7RmT2vX'\"}";

        assertThat(kinds(jws("{\"typ\":\"carapace-record+jws\"}", said)))
                .containsExactly("assigned secret");
        assertThat(kinds("next=" + base64("{\"password\":\"q7RmT2vXk9Lw\"}")))
                .containsExactly("assigned secret");
        assertThat(kinds("next=" + base64("{\"after\":\"a word, and a number: 7\"}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q7RmT2vXk9LwZ4bN8sJ3",
                ID,
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "3q2hV7wTz0Lk+9bYx1/RcQ=="
            })
    void knowsWhatChanceMade(String run) {
        assertThat(SecretScanner.isChance(run)).isTrue();
        assertThat(kinds("a " + run + " b")).containsExactly("high entropy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q7RmT2vXk9LwZ4bN8sJ",
                "qazwsxedcrfvtgbyhnujmik",
                "AaAaAaAaAa1111111111",
                "oauth-authorization-server-metadata",
                "00000000000000000000000000000000",
                "deadbeefdeadbeefdeadbeefdeadbeef"
            })
    void knowsWhatPeopleWrite(String run) {
        assertThat(kinds("a " + run + " b")).isEmpty();
    }

    @Test
    void leavesAloneWhatWasPublished() {
        var scanner = new SecretScanner(ID::equals);
        var key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        scanner.learn("{\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(key));

        assertThat(scanner.scan("/p/ " + ID + " by " + key)).isEmpty();
        assertThat(scanner.chance()).containsExactlyInAnyOrder(ID, key);

        var changed = "21qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        assertThat(scanner.scan(changed)).extracting(Finding::text).containsExactly(changed);
    }

    @Test
    void learnsFromRecordsWhatIsPublished() {
        var scanner = new SecretScanner(_ -> false);
        var key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        var record = jws("{\"typ\":\"carapace-record+jws\"}", "{\"x\":\"%s\"}".formatted(key));

        assertThat(scanner.scan(key)).isNotEmpty();
        scanner.learn(record);
        assertThat(scanner.scan(key)).isEmpty();
    }

    @Test
    void tellsShapesFromChance() {
        var scanner = new SecretScanner(_ -> false);

        assertThat(scanner.scan("ghp_abcdefghijklmnop")).allMatch(Finding::isShape);
        assertThat(scanner.scan(ID))
                .allMatch(Finding::isByChance)
                .noneMatch(Finding::isShape)
                .hasSize(1);
        assertThat(scanner.scan(jws("{\"typ\":\"at+jwt\"}", "{}")))
                .noneMatch(Finding::isByChance)
                .hasSize(1);
    }
}
