package carapace.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Origin;
import carapace.protocol.record.AgentBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The chains of the protocol's test vectors, where they are accepted or refused.
class BatchTest {

    private static final Path CHAINS =
            Path.of("..", "protocol", "src", "test", "resources", "vectors", "chain");
    private static final String GOOD = "good";

    static List<Path> chains() throws IOException {
        try (var files = Files.walk(CHAINS)) {
            var chains = files.filter(Files::isRegularFile).sorted().toList();
            assertThat(chains).hasSizeGreaterThanOrEqualTo(16);
            return chains;
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void refusesWhatDoesNotFollow(Path file) throws IOException {
        var vector = new JsonMapper().readTree(Files.readAllBytes(file));

        assertThat(verdict(vector)).isEqualTo(file.getName(file.getNameCount() - 2).toString());
    }

    private static String verdict(JsonNode vector) {
        var compacts =
                vector.required("records").values().stream()
                        .map(record -> record.stringValue().getBytes(StandardCharsets.US_ASCII))
                        .toList();
        var origin = new Origin(vector.required("origin").stringValue());
        return switch (Batch.read(compacts, origin)) {
            case Batch.Read.Refused(var problem) -> problem.type().path().replace("/problems/", "");
            case Batch.Read.Ok(var batch) -> isSigned(batch) ? GOOD : "record-signature";
        };
    }

    private static boolean isSigned(Batch batch) {
        return batch.first().payload().body() instanceof AgentBody.Create create
                && batch.isSignedBy(create.keys().signing());
    }
}
