package carapace.drills.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import carapace.drills.UntilBreach;
import carapace.drills.Verdict;
import carapace.server.DrillTarget;
import carapace.server.access.request.AuthenticationFlaws;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ScopeTest {

    @TempDir private Path folder;

    private DrillTarget start(Class<?>... flaws) {
        return DrillTarget.start(folder.resolve("data"), flaws);
    }

    private Verdict run() throws Exception {
        try (var target = start()) {
            return new Scope().run(target);
        }
    }

    /// A new endpoint without a row in the table fails the build here.
    @Test
    void tableHasEveryEndpointOfTheServer() {
        var declared = new TreeSet<String>();
        ScopeTable.read().requests().forEach(row -> declared.add(row.toString()));
        try (var target = start()) {
            assertThat(mappings(target)).containsExactlyElementsOf(declared).hasSizeGreaterThan(25);
        }
    }

    @Test
    void noticesAnEndpointThatIsNotInTheTable() {
        try (var target = start(ScopeFlaws.OpenDoor.class)) {
            assertThat(mappings(target)).contains("DELETE /v1/posts/{id}");
        }
    }

    private static Set<String> mappings(DrillTarget target) {
        var mappings = new TreeSet<String>();
        var server = target.part(RequestMappingHandlerMapping.class);
        for (var mapping : server.getHandlerMethods().keySet()) {
            for (var method : mapping.getMethodsCondition().getMethods()) {
                mapping.getPatternValues().forEach(path -> mappings.add(method + " " + path));
            }
        }
        assertThat(mappings.remove(DrillTarget.INJECTION)).as("planted").isTrue();
        return mappings;
    }

    @Test
    void holds() throws Exception {
        var verdict = run();

        assertThat(verdict.held()).as("%s", verdict).isTrue();
        assertThat(verdict.attempts()).isGreaterThan(4_000);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                arguments(ScopeFlaws.OpenDoor.class, "DELETE /v1/posts/{id} as visitor"),
                arguments(ScopeFlaws.NoOwner.class, "post.edit it by other"),
                arguments(ScopeFlaws.NoModerator.class, "community.update it by author"),
                arguments(AuthenticationFlaws.NoScope.class, "POST /v1/records as reader"),
                arguments(AuthenticationFlaws.NoStatus.class, "GET / as frozen"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void noticesAFlaw(Class<?> flaw, String evidence) throws Exception {
        Verdict verdict;
        try (var target = start(flaw)) {
            verdict = UntilBreach.of(new Scope(), target, evidence);
        }

        assertThat(verdict.held()).as("%s", verdict).isFalse();
        assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
    }

    @Test
    void readsItsTable() {
        var table =
                ScopeTable.parse(
                        """
                        # words
                        [requests]
                        request      one   two
                        GET /        ok    no
                        POST /v1/x   no    ok

                        [tokens]
                        asked for    one
                        read         ok
                        """);

        assertThat(table.requests()).hasSize(2);
        assertThat(table.requests().getLast().toString()).isEqualTo("POST /v1/x");
        assertThat(table.requests().getLast().expected("two")).isEqualTo("ok");
        assertThat(table.tokens().getFirst().second()).isEmpty();
        assertThatThrownBy(() -> ScopeTable.parse("[acts]\nact  one two\na b c ok no maybe\n"))
                .hasMessageContaining("columns");
    }
}
