package carapace.protocol.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class Base64UrlTest {

    private static final String SEED = "20261124";

    /// RFC 4648 §10, without padding.
    @Example
    void agreesWithRfc4648() {
        var texts = new String[] {"", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
        for (var length = 0; length < texts.length; length++) {
            assertThat(new String(Base64Url.decode(texts[length]), US_ASCII))
                    .isEqualTo("foobar".substring(0, length));
        }
    }

    @Property(seed = SEED)
    void readsWhatItWrites(@ForAll @Size(max = 100) byte[] bytes) {
        var text = Base64Url.encode(bytes);

        assertThat(Base64Url.decode(text)).isEqualTo(bytes);
        assertThat(text).matches("[A-Za-z0-9_-]*");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("-_")
                .ofMaxLength(7);
    }

    @Property(tries = 5_000, seed = SEED)
    void hasOneTextForTheSameBytes(@ForAll("texts") String text) {
        try {
            assertThat(Base64Url.encode(Base64Url.decode(text))).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("base64url");
        }
    }

    @Provide
    Arbitrary<String> foreignTexts() {
        return Arbitraries.strings()
                .withCharRange('A', 'D')
                .withChars("+/=.\n\r\t \u0000é\u0141\uff21\ud83e\udd9e")
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(text -> !text.matches("[A-D]*"));
    }

    @Property(tries = 2_000, seed = SEED)
    void refusesForeignCharacters(@ForAll("foreignTexts") String text) {
        assertThatThrownBy(() -> Base64Url.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
