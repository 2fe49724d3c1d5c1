package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which links a post may carry.
class BodiesTest {

    private static @Nullable String read(String url) throws JsonException {
        return Bodies.optionalUrl(
                Members.tolerant(new JsonWriter().text("url", url).object()), "url");
    }

    private static void refuses(String url) {
        assertThatThrownBy(() -> read(url)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org",
                "http://example.org/",
                "HTTPS://EXAMPLE.ORG/",
                "https://example.org:65535/a/b%20c?d=e&f=%22#g",
                "https://xn--bcher-kva.example/",
                "https://127.0.0.1/",
                "http://[2001:db8::1]:80/",
                "https://a-b.example/(x)!$'*,;:@~"
            })
    void takesWebAddresses(String url) throws JsonException {
        assertThat(read(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "/a",
                "//example.org/a",
                "http:",
                "http://",
                "http:///a",
                "http:example.org",
                "https://user@example.org/",
                "https://user:pass@example.org/",
                "https://@example.org/",
                "https://example.org\\@evil.example/",
                "https://exa mple.org/",
                " https://example.org/",
                "https://example.org/\n",
                "https://example.org/<b>",
                "https://example.org/%zz",
                "https://example.org/%2",
                "https://exa_mple.org/",
                "https://-example.org/",
                "https://example.org:65536/",
                "https://example.org:99999999999/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "https://bücher.example/",
                "https://example.org/é",
                "https://example.org/\u202egpj.exe",
                "https://ｅxample.org/",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://example.org/",
                "file:///etc/passwd",
                "https:\\\\example.org"
            })
    void refusesAnythingElse(String url) {
        refuses(url);
    }

    @Test
    void boundsTheirLength() throws JsonException {
        var longest = "https://example.org/" + "a".repeat(2_048 - 20);

        assertThat(read(longest)).hasSize(2_048);
        refuses(longest + "a");
    }
}
