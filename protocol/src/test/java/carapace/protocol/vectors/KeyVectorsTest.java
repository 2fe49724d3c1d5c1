package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.MessagingKeyPair;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyVectorsTest {

    static List<Path> good() {
        return Vectors.files("key/good", 3);
    }

    static List<Path> bad() {
        return Vectors.files("key/bad", 50);
    }

    static List<Path> messaging() {
        return Vectors.files("key/messaging", 2);
    }

    private static AccessKey read(Path file) throws JsonException {
        return AccessKey.parse(StrictJson.parse(Vectors.json(file).required("jwk").toString()));
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodKeysAndNamesThem(Path file) throws JsonException {
        var key = read(file);

        assertThat(key.thumbprint().value())
                .isEqualTo(Vectors.text(Vectors.json(file), "thumbprint"));
        assertThat(AccessKey.parse(key.jwk())).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadKeys(Path file) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @MethodSource("messaging")
    void derivesMessagingKeysFromTheirSeeds(Path file) {
        var vector = Vectors.json(file);
        var pair = MessagingKeyPair.fromSeed(Vectors.hex(vector, "seed"));

        assertThat(Base64Url.encode(pair.publicKey().bytes()))
                .isEqualTo(Vectors.text(vector, "public"));
    }
}
