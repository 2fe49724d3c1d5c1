package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each record of a chain, good or bad, is well formed; whether they follow each other is decided
/// where they are accepted, and tried there with these same files.
class ChainVectorsTest {

    static List<Path> good() {
        return Vectors.files("chain/good", 4);
    }

    static List<Path> all() {
        return Vectors.files("chain", 15);
    }

    private static List<SignedRecord> read(Path file) {
        var records = new ArrayList<SignedRecord>();
        for (var compact : Vectors.json(file).required("records")) {
            if (RecordParser.parse(Forge.utf8(compact.stringValue()))
                    instanceof Parsed.Ok(var record)) {
                records.add(record);
            }
        }
        return records;
    }

    @ParameterizedTest
    @MethodSource("all")
    void consistsOfRecords(Path file) {
        var ids = Vectors.json(file).required("ids").values();

        assertThat(read(file))
                .isNotEmpty()
                .extracting(record -> record.id().value())
                .containsExactlyElementsOf(ids.stream().map(id -> id.stringValue()).toList());
    }

    @ParameterizedTest
    @MethodSource("good")
    void eachRecordNamesTheOneBeforeAndIsSignedByTheKeyInForce(Path file) {
        var chain = read(file);
        var first = (AgentBody.Create) chain.getFirst().payload().body();
        var key = first.keys().signing();
        for (var i = 0; i < chain.size(); i++) {
            var record = chain.get(i);
            assertThat(record.payload().seq()).isEqualTo(i);
            assertThat(record.payload().prev()).isEqualTo(i == 0 ? null : chain.get(i - 1).id());
            assertThat(record.isSignedBy(key)).isTrue();
            if (record.payload().body() instanceof AgentBody.RotateKeys rotation) {
                key = rotation.keys().signing();
            }
        }
    }
}
