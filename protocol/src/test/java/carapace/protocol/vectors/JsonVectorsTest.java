package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonVectorsTest {

    static List<Path> accepted() {
        return Vectors.files("json/accept", 15);
    }

    static List<Path> refused() {
        return Vectors.files("json/refuse", 60);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsWhatAnotherReaderReads(Path file) throws JsonException {
        var bytes = Vectors.bytes(file);

        assertThat(Reference.value(StrictJson.parse(bytes))).isEqualTo(Reference.read(bytes));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesForItsFlaw(Path file) {
        assertThatThrownBy(() -> StrictJson.parse(Vectors.bytes(file)))
                .isInstanceOfSatisfying(
                        JsonException.class,
                        e ->
                                assertThat(e.flaw().name().toLowerCase(Locale.ROOT))
                                        .isEqualTo(Vectors.folder(file).replace('-', '_')));
    }
}
