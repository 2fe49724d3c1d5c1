package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// All providers that may compute signatures count the same ones.
@ParameterizedClass
@EnumSource
record SignatureVectorsTest(Providers provider) {

    @BeforeParameterizedClassInvocation
    static void enter(Providers provider) {
        assumeThat(provider.isThere()).as("%s loads here", provider).isTrue();
        provider.enter();
    }

    @AfterParameterizedClassInvocation
    static void leave(Providers provider) {
        provider.leave();
    }

    static List<Path> goodEd25519() {
        return Vectors.files("signature/ed25519/good", 7);
    }

    static List<Path> badEd25519() {
        return Vectors.files("signature/ed25519/bad", 30);
    }

    static List<Path> goodEs256() {
        return Vectors.files("signature/es256/good", 2);
    }

    static List<Path> badEs256() {
        return Vectors.files("signature/es256/bad", 10);
    }

    static List<Path> withSeed() {
        return goodEd25519().stream().filter(file -> Vectors.json(file).has("seed")).toList();
    }

    private static boolean verify(Path file) {
        var vector = Vectors.json(file);
        var message = Vectors.hex(vector, "message");
        return key(vector).verify(message, Vectors.hex(vector, "signature"));
    }

    /// Decoded anew, so by the provider too.
    private static AccessKey key(JsonNode vector) {
        var key = vector.required("key");
        if (key.isString()) {
            return Ed25519PublicKey.of(Vectors.hex(vector, "key"));
        }
        try {
            return AccessKey.parse(StrictJson.parse(key.toString()));
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("goodEd25519")
    void countsGoodEd25519(Path file) {
        assertThat(verify(file)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badEd25519")
    void doesNotCountBadEd25519(Path file) {
        assertThat(verify(file)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("withSeed")
    void signsAsTheRfcsDo(Path file) {
        var vector = Vectors.json(file);
        var pair = Ed25519KeyPair.fromSeed(Vectors.hex(vector, "seed"));

        assertThat(pair.publicKey().bytes()).isEqualTo(Vectors.hex(vector, "key"));
        assertThat(pair.sign(Vectors.hex(vector, "message")))
                .isEqualTo(Vectors.hex(vector, "signature"));
    }

    @ParameterizedTest
    @MethodSource("goodEs256")
    void countsGoodEs256(Path file) {
        assertThat(verify(file)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badEs256")
    void doesNotCountBadEs256(Path file) {
        assertThat(verify(file)).isFalse();
    }
}
