package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ReceiptVectorsTest {

    static List<Path> good() {
        return Vectors.files("receipt/good", 3);
    }

    static List<Path> bad() {
        return Vectors.files("receipt/bad", 28);
    }

    private static Ed25519PublicKey key(JsonNode vector) throws JsonException {
        return AccessKey.parseEd25519(StrictJson.parse(vector.required("key").toString()));
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodReceipts(Path file) throws JsonException {
        var vector = Vectors.json(file);
        var receipt = Receipt.verify(Vectors.text(vector, "receipt"), key(vector));

        assertThat(receipt.origin().value()).isEqualTo(Vectors.text(vector, "origin"));
        assertThat(receipt.record().value()).isEqualTo(Vectors.text(vector, "record"));
        assertThat(receipt.agent().value()).isEqualTo(Vectors.text(vector, "agent"));
        assertThat(receipt.seq()).isEqualTo(vector.required("seq").longValue());
        assertThat(receipt.type().wireName()).isEqualTo(Vectors.text(vector, "type"));
        assertThat(Optional.ofNullable(receipt.about()).map(RecordId::value))
                .isEqualTo(Optional.ofNullable(vector.get("about")).map(about -> about.asString()));
        assertThat(receipt.at()).isEqualTo(Cast.AT);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadReceipts(Path file) {
        var vector = Vectors.json(file);

        assertThatThrownBy(() -> Receipt.verify(Vectors.text(vector, "receipt"), key(vector)))
                .isInstanceOf(JsonException.class);
    }
}
