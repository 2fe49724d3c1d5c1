package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.record.Defect;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.SignedRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RecordVectorsTest {

    static List<Path> good() {
        return Vectors.files("record/good", 50);
    }

    static List<Path> bad() {
        return Vectors.files("record/bad", 250);
    }

    private static SignedRecord read(JsonNode vector) {
        return switch (RecordParser.parse(Forge.utf8(Vectors.text(vector, "record")))) {
            case Parsed.Ok(var record) -> record;
            case Parsed.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodRecords(Path file) {
        var vector = Vectors.json(file);
        var pair = Ed25519KeyPair.fromSeed(Vectors.hex(vector, "seed"));
        var record = read(vector);

        assertThat(record.id().value()).isEqualTo(Vectors.text(vector, "id"));
        assertThat(record.isSignedBy(pair.publicKey())).isTrue();
        assertThat(record.isSignedBy(Cast.MALLORY.publicKey())).isFalse();
        assertThat(Cast.payloadText(record)).isEqualTo(Vectors.text(vector, "payload"));
    }

    /// Ed25519 draws nothing: whoever signs the same bytes gets the same record.
    @ParameterizedTest
    @MethodSource("good")
    void signsThemAgain(Path file) {
        var vector = Vectors.json(file);
        var pair = Ed25519KeyPair.fromSeed(Vectors.hex(vector, "seed"));
        var input = Vectors.text(vector, "record");

        assertThat(Forge.signInput(input.substring(0, input.lastIndexOf('.')), pair))
                .isEqualTo(input);
    }

    @Test
    void goodRecordsAreOfEveryType() {
        assertThat(good())
                .extracting(file -> read(Vectors.json(file)).payload().body().type())
                .contains(RecordType.values());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadRecordsForTheirDefect(Path file) {
        assertThat(RecordParser.parse(Vectors.bytes(file)))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> {
                            assertThat(refused.defect().wireName()).isEqualTo(Vectors.folder(file));
                            assertThat(refused.detail()).isNotBlank();
                        });
    }

    @Test
    void badRecordsHaveEveryDefect() {
        var defects = Arrays.stream(Defect.values()).map(Defect::wireName).toList();

        assertThat(bad().stream().map(Vectors::folder).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(defects);
    }
}
