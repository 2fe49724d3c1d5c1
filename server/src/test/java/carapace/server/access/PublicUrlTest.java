package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @Test
    void isWrittenInOneWay() {
        assertThat(PublicUrl.of(URI.create("HTTPS://Network.Example:443/")).issuer())
                .isEqualTo("https://network.example");
        assertThat(PublicUrl.of(URI.create("http://127.0.0.1:8080")).issuer())
                .isEqualTo("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://network.example",
                "https://network.example/path",
                "https://network.example?query",
                "https://user@network.example",
                "network.example",
                "mailto:a@b"
            })
    void refusesWhatIsNoBase(String url) {
        assertThatThrownBy(() -> PublicUrl.of(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsLoopbackByAllItsNames() {
        var url = PublicUrl.of(URI.create("http://127.0.0.1:8080"));
        assertThat(url.names("http://localhost:8080/v1", "/v1")).isTrue();
        assertThat(url.names("http://[::1]:8080/v1", "/v1")).isTrue();
        assertThat(url.names("http://localhost:8081/v1", "/v1")).isFalse();
        var open = PublicUrl.of(URI.create("http://network.example:8080"));
        assertThat(open.names("http://localhost:8080/v1", "/v1")).isFalse();
    }

    @Test
    void takesThePathAsItIs() {
        var url = PublicUrl.of(URI.create("https://network.example"));
        assertThat(url.names("https://network.example", "/")).isTrue();
        assertThat(url.names("https://network.example/a%2Fb", "/a%2Fb")).isTrue();
        assertThat(url.names("https://network.example/a%2fb", "/a%2Fb")).isFalse();
        assertThat(url.names("https://network.example/a/../b", "/b")).isFalse();
        assertThat(url.names("https://network.example/b/", "/b")).isFalse();
    }
}
