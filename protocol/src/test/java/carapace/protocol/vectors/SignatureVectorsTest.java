package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// All providers that may compute signatures count the same ones.
class SignatureVectorsTest {

    static Stream<Arguments> goodEd25519() {
        return withProviders(Vectors.files("signature/ed25519/good", 7));
    }

    static Stream<Arguments> badEd25519() {
        return withProviders(Vectors.files("signature/ed25519/bad", 30));
    }

    static Stream<Arguments> goodEs256() {
        return withProviders(Vectors.files("signature/es256/good", 2));
    }

    static Stream<Arguments> badEs256() {
        return withProviders(Vectors.files("signature/es256/bad", 10));
    }

    static Stream<Arguments> withSeed() {
        return withProviders(
                Vectors.files("signature/ed25519/good", 7).stream()
                        .filter(file -> Vectors.json(file).has("seed"))
                        .toList());
    }

    private static Stream<Arguments> withProviders(List<Path> files) {
        return files.stream()
                .flatMap(file ->
                        Arrays.stream(Providers.values())
                                .map(provider -> Arguments.of(provider, file)));
    }

    /// Decodes the key by the provider too.
    private static boolean verify(Providers provider, Path file) {
        assumeThat(provider.isThere()).as("%s loads here", provider).isTrue();
        var vector = Vectors.json(file);
        var message = Vectors.hex(vector, "message");
        var signature = Vectors.hex(vector, "signature");
        return provider.ask(() -> key(file).verify(message, signature));
    }

    private static AccessKey key(Path file) {
        var key = Vectors.json(file).required("key");
        if (key.isString()) {
            return Ed25519PublicKey.of(Vectors.hex(Vectors.json(file), "key"));
        }
        try {
            return AccessKey.parse(StrictJson.parse(key.toString()));
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("goodEd25519")
    void countsGoodEd25519(Providers provider, Path file) {
        assertThat(verify(provider, file)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badEd25519")
    void doesNotCountBadEd25519(Providers provider, Path file) {
        assertThat(verify(provider, file)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("withSeed")
    void signsAsTheRfcsDo(Providers provider, Path file) {
        assumeThat(provider.isThere()).isTrue();
        var vector = Vectors.json(file);
        var pair = Ed25519KeyPair.fromSeed(Vectors.hex(vector, "seed"));
        var message = Vectors.hex(vector, "message");
        var expected = Vectors.hex(vector, "signature");

        assertThat(pair.publicKey().bytes()).isEqualTo(Vectors.hex(vector, "key"));
        assertThat(provider.ask(() -> Arrays.equals(pair.sign(message), expected))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("goodEs256")
    void countsGoodEs256(Providers provider, Path file) {
        assertThat(verify(provider, file)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badEs256")
    void doesNotCountBadEs256(Providers provider, Path file) {
        assertThat(verify(provider, file)).isFalse();
    }
}
