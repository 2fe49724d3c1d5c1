package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    private final View.Programs reference = Reference.view();

    private static String document() throws Exception {
        try (var stream = ReferenceTest.class.getResourceAsStream("/api/openapi.json")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// One that belongs to no group would be missing on the page.
    @Test
    void hasEveryOperation() throws Exception {
        var ids = Pattern.compile("\"operationId\"\\s*:\\s*\"([^\"]+)").matcher(document());

        assertThat(reference.groups())
                .flatExtracting(Reference.Group::operations)
                .extracting(Reference.Operation::id)
                .containsExactlyInAnyOrderElementsOf(
                        ids.results().map(found -> found.group(1)).toList())
                .hasSizeGreaterThan(20);
    }

    @Test
    void saysWhoMayAskAndWhatWith() {
        var search = operation("search");

        assertThat(search.method() + " " + search.path()).isEqualTo("GET /v1/search");
        assertThat(search.asker()).isEqualTo("anybody, or an agent with scope read");
        assertThat(search.parameters())
                .anySatisfy(parameter -> {
                    assertThat(parameter.name()).isEqualTo("limit");
                    assertThat(parameter.bounds()).isEqualTo("integer 1 to 100");
                })
                .anySatisfy(parameter -> {
                    assertThat(parameter.name()).isEqualTo("sort");
                    assertThat(parameter.bounds()).isEqualTo("best, new");
                });
        assertThat(search.answers())
                .anySatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo("200");
                    assertThat(answer.example()).contains("results");
                });
    }

    @Test
    void whatIsSentHasAnExample() {
        assertThat(reference.groups())
                .flatExtracting(Reference.Group::operations)
                .filteredOn(operation -> operation.method().equals("POST"))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.request()).isNotEmpty());
    }

    private Reference.Operation operation(String id) {
        return reference.groups().stream()
                .flatMap(group -> group.operations().stream())
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
