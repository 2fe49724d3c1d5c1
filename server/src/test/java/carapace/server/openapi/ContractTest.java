package carapace.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// The document by itself: its examples fit its schemas, every problem has its place, its patterns
/// say what the code says; and the contract that the tests hold against it can be broken.
class ContractTest {

    private static final int OPERATIONS_MIN = 18;
    private static final Contract CONTRACT = new Contract(Contract.document().toString());

    record Example(String where, JsonNode schema, JsonNode value) {
        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<JsonNode> operations() {
        return Contract.document()
                .get("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue().propertyStream().map(java.util.Map.Entry::getValue));
    }

    static Stream<Example> examples() {
        return operations()
                .flatMap(operation -> {
                    var id = operation.get("operationId").asString();
                    var contents =
                            Stream.concat(
                                    operation.at("/requestBody/content").valueStream(),
                                    operation.at("/responses/200/content").valueStream());
                    var bodies =
                            contents.map(c -> new Example(id, c.get("schema"), c.get("example")));
                    var parameters =
                            operation
                                    .path("parameters")
                                    .valueStream()
                                    .filter(p -> p.has("example"))
                                    .map(p ->
                                            new Example(
                                                    id + " " + p.get("name").asString(),
                                                    p.get("schema"),
                                                    p.get("example")));
                    return Stream.concat(bodies, parameters);
                });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesFitTheirSchemas(Example example) {
        assertThat(CONTRACT.violations(example.schema(), example.value())).isEmpty();
    }

    @Test
    void everyOperationHasExamplesOfWhatItTakesAndAnswers() {
        assertThat(operations())
                .hasSizeGreaterThanOrEqualTo(OPERATIONS_MIN)
                .allSatisfy(operation -> {
                    assertThat(operation.at("/responses/200/content").valueStream())
                            .isNotEmpty()
                            .allMatch(content -> content.has("example"));
                    assertThat(operation.path("parameters").valueStream())
                            .filteredOn(parameter -> parameter.path("required").asBoolean())
                            .allMatch(parameter -> parameter.has("example"));
                });
    }

    @Test
    void everyProblemThatAnOperationCanAnswerIsThere() {
        var text = Contract.document().toString();
        assertThat(Arrays.stream(ProblemType.values()))
                // Those answer a method which is no operation, and web pages.
                .filteredOn(type ->
                        type != ProblemType.METHOD_NOT_ALLOWED && type != ProblemType.OVERLOADED)
                .allSatisfy(type -> assertThat(text).contains("\"" + type.path() + "\""));
    }

    /// Names of all lengths near the limits, of characters allowed and not.
    private static Stream<String> names() {
        var random = new Random(7);
        var alphabet = "abz019-_.AZ é";
        return Stream.generate(
                        () -> {
                            var length =
                                    List.of(0, 1, 2, 3, 29, 30, 31, 32, 33).get(random.nextInt(9));
                            var allowed = random.nextBoolean() ? 6 : alphabet.length();
                            var name = new StringBuilder();
                            for (var i = 0; i < length; i++) {
                                name.append(alphabet.charAt(random.nextInt(allowed)));
                            }
                            return name.toString();
                        })
                .limit(4_000);
    }

    @Test
    void patternsOfNamesSayWhatTheCodeSays() {
        agree("Handle", names(), Handle::isValid);
        agree("CommunityName", names(), CommunityName::isValid);
    }

    @Test
    void thePatternOfIdsSaysWhatTheCodeSays() {
        var id = Contract.document().at("/paths/~1v1~1posts~1{id}/get/parameters/0/example");
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+=. ";
        var start = id.asString().substring(0, 42);
        agree(
                "RecordId",
                Stream.concat(
                        Stream.of("", start, start + "AA"),
                        alphabet.chars().mapToObj(last -> start + (char) last)),
                ContractTest::isId);
    }

    private static boolean isId(String text) {
        try {
            return !new RecordId(text).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void agree(String schema, Stream<String> texts, Predicate<String> code) {
        var reference = Json.node(Schemas.reference(schema));
        var both = new int[2];
        texts.forEach(text -> {
            var fits = CONTRACT.violations(reference, StringNode.valueOf(text)).isEmpty();
            assertThat(fits).as("%s as %s", text, schema).isEqualTo(code.test(text));
            both[fits ? 1 : 0]++;
        });
        assertThat(both[0]).isPositive();
        assertThat(both[1]).isPositive();
    }

    private static final String HEAD = "{\"agent\":\"ada\",\"seq\":1,\"record\":\"%s\"%s}";

    private static List<String> head(int status, String type, String body) {
        return CONTRACT.breaches("GET", "/v1/agents/ada/head", status, type, body);
    }

    @Test
    void takesAnAnswerThatIsPromised() {
        assertThat(head(200, "application/json", HEAD.formatted("A".repeat(43), ""))).isEmpty();
        var absent =
                "{\"type\":\"/problems/not-found\",\"title\":\"t\",\"status\":404,"
                        + "\"detail\":\"d\"}";
        assertThat(head(404, "application/problem+json", absent)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | {}",
                "200 | application/json | {\"agent\":\"ada\",\"seq\":1,\"record\":\"short\"}",
                "200 | text/plain | ada",
                "201 | application/json | {}",
                "404 | application/json | {}",
                "404 | application/problem+json | {\"type\":\"/problems/gone\","
                        + "\"title\":\"t\",\"status\":404,\"detail\":\"d\"}",
                "404 | application/problem+json | {\"type\":\"/problems/not-found\","
                        + "\"title\":\"t\",\"status\":404,\"detail\":\"d\",\"more\":1}",
                "404 | application/problem+json | {\"type\":\"/problems/not-found\","
                        + "\"title\":\"t\",\"status\":400,\"detail\":\"d\"}"
            })
    void noticesAnAnswerThatIsNot(int status, String type, String body) {
        assertThat(head(status, type, body)).isNotEmpty();
    }

    @Test
    void noticesAMemberThatTheDocumentForgot() {
        var more = HEAD.formatted("A".repeat(43), ",\"more\":1");
        assertThat(head(200, "application/json", more)).isNotEmpty();
    }
}
