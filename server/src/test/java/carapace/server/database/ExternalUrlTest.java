package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalUrlTest {

    private static ExternalUrl parse(String url) {
        return ExternalUrl.parse(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://op:pw%20d@db.example:6432/network",
                "postgres://op:pw%20d@db.example:6432/network",
                "jdbc:postgresql://op:pw%20d@db.example:6432/network",
                "jdbc:postgresql://db.example:6432/network?user=op&password=pw%20d"
            })
    void readsUserPasswordHostPortAndName(String text) {
        var url = parse(text);
        assertThat(url.user()).isEqualTo("op");
        assertThat(url.password()).isEqualTo("pw d");
        assertThat(url.address().host()).isEqualTo("db.example");
        assertThat(url.address().port()).isEqualTo(6432);
        assertThat(url.address().database()).isEqualTo("network");
    }

    @Test
    void verifiesTheServerUnlessToldMore() {
        var tls = parse("postgresql://db.example/n").address().tls();
        assertThat(tls)
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        var own = parse("postgresql://db.example/n?sslrootcert=/etc/ca.pem").address().tls();
        assertThat(own)
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/etc/ca.pem")
                .doesNotContainKey("sslfactory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca"})
    void refusesWeakerTlsToAnotherHost(String mode) {
        assertThatThrownBy(() -> parse("postgresql://db.example/n?sslmode=" + mode))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("verify-full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void needsNoTlsOnLoopback(String host) {
        assertThat(parse("postgresql://" + host + "/n?sslmode=disable").address().tls())
                .containsEntry("sslmode", "disable");
    }

    @Test
    void takesASocketFolder() {
        var address = parse("postgresql:///n?host=/run/postgresql&port=5433").address();
        assertThat(address.socketFolder()).contains(Path.of("/run/postgresql"));
        assertThat(address.url()).hasToString("postgresql:///n?host=%2Frun%2Fpostgresql&port=5433");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db.example/n?sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "postgresql://db.example/n?socketFactory=x",
                "postgresql://db.example/n?options=-c%20x%3Dy",
                "postgresql://db.example/n?nonsense"
            })
    void refusesSettingsThatCouldWeakenIt(String url) {
        assertThatThrownBy(() -> parse(url))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("does not take");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db.example/n", "db.example/n", "postgresql://db.example/"})
    void refusesWhatIsNoUrlOfADatabase(String url) {
        assertThatThrownBy(() -> parse(url)).isInstanceOf(DatabaseRefused.class);
    }

    @Test
    void neverShowsThePassword() {
        var url = parse("postgresql://op:secret@db.example/n");
        assertThat(url.toString()).doesNotContain("secret");
        assertThat(url.address().toString()).doesNotContain("secret");
    }
}
