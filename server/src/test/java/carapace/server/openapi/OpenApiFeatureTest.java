package carapace.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordType;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// The document is made from what the server serves, and the server keeps to it: each example is
/// sent to it, and each limit is tried on both sides. [TestAgent] compares every answer.
class OpenApiFeatureTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/api/openapi.json");
    private static final String AGAIN =
            "mvn -q -pl server -am test -Dtest=OpenApiFeatureTest -Dopenapi=write"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final TestAgent ADA = TestAgent.approved("ada");
    private static final TestAgent BOB = TestAgent.approved("bob");

    private static World world = new World(Map.of());

    /// What stands on the server for a name or id in the document.
    record World(Map<String, String> real) {

        static World of(TestAgent agent, String community) {
            agent.act(new CommunityBody.Create(new CommunityName(community), "Notes", null));
            var post =
                    agent.act(
                            new PostBody.Create(
                                    new CommunityName(community), "Rain gauges", "Three.", null));
            var comment = agent.act(new PostBody.Comment(post, null, "A fourth does not."));
            return new World(
                    Map.of(
                            "ada",
                            agent.handle.value(),
                            "field-notes",
                            community,
                            sample("post"),
                            post.value(),
                            sample("comment"),
                            comment.value()));
        }

        private static String sample(String record) {
            return String.valueOf(Sample.value("RecordId", record));
        }

        String of(String example) {
            return real.getOrDefault(example, example);
        }

        /// {@return the JSON text with every example in it replaced}
        String all(String json) {
            var text = json;
            for (var name : real.entrySet()) {
                text = text.replace('"' + name.getKey() + '"', '"' + name.getValue() + '"');
            }
            return text;
        }
    }

    @BeforeAll
    static void fill() {
        world = World.of(ADA, "field-notes");
    }

    @Test
    void theDocumentSaysWhatTheServerDoes() throws IOException {
        var made = OpenApiDocument.text(TestServer.part(RequestMappingHandlerMapping.class));
        if ("write".equals(System.getProperty("openapi"))) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, made);
        }
        assertThat(Files.readString(DOCUMENT)).as("make it anew: " + AGAIN).isEqualTo(made);
    }

    @Test
    void isServedForProgramsToKeep() throws IOException {
        var answer = TestAgent.visit("/v1/openapi.json");
        assertThat(answer.body()).isEqualTo(Files.readString(DOCUMENT));
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().allValues("Cache-Control"))
                .containsExactly("public, max-age=300");
        var etag = answer.headers().firstValue("ETag").orElseThrow();
        var again =
                TestAgent.answer(
                        TestAgent.request("/v1/openapi.json").header("If-None-Match", etag).GET());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    /// A GET of the document.
    record Reading(String path, JsonNode operation) {

        @Override
        public String toString() {
            return path;
        }

        boolean isForEverybody() {
            return operation.get("security").valueStream().anyMatch(JsonNode::isEmpty);
        }

        List<JsonNode> parameters() {
            return operation.path("parameters").valueStream().toList();
        }

        /// {@return the URL of the example, with one query parameter of the caller's choice}
        String url(World world, @Nullable String name, String value) {
            var url = path;
            var query = new ArrayList<String>();
            for (var parameter : parameters()) {
                var its = parameter.get("name").asString();
                var isPath = parameter.get("in").asString().equals("path");
                if (isPath) {
                    var example = world.of(parameter.get("example").asString());
                    url = url.replace("{" + its + "}", example);
                } else if (its.equals(name)) {
                    query.add(its + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                } else if (parameter.has("example")) {
                    query.add(its + "=" + world.of(parameter.get("example").asString()));
                }
            }
            return query.isEmpty() ? url : url + "?" + String.join("&", query);
        }
    }

    static Stream<Reading> readings() {
        return Contract.document()
                .get("paths")
                .propertyStream()
                .filter(path -> path.getValue().has("get"))
                .map(path -> new Reading(path.getKey(), path.getValue().get("get")));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void answersItsExampleToWhoMayAsk(Reading reading) {
        var url = reading.url(world, null, "");
        assertThat(TestAgent.visit(url).statusCode())
                .as(url)
                .isEqualTo(reading.isForEverybody() ? 200 : 401);
        var asAda = ADA.get(ADA.remembered(), url);
        assertThat(asAda.statusCode()).as(url).isEqualTo(200);
        assertThat(asAda.headers().map()).containsKeys("dpop-nonce", "ratelimit");
    }

    @ParameterizedTest
    @MethodSource("readings")
    void keepsToTheLimitsOfParameters(Reading reading) {
        for (var parameter : reading.parameters()) {
            var schema = parameter.get("schema");
            var name = parameter.get("name").asString();
            if (schema.has("minimum")) {
                var least = schema.get("minimum").asLong();
                var most = schema.get("maximum").asLong();
                expect(200, reading, name, least, most, schema.get("default").asLong());
                expect(400, reading, name, least - 1);
                expect(400, reading, name, "many", "1.5");
                if (most == 100) {
                    expect(400, reading, name, most + 1);
                }
            }
            if (schema.has("enum")) {
                schema.get("enum").forEach(value -> expect(200, reading, name, value.asString()));
                expect(400, reading, name, "nonsense");
            }
            if (name.equals("cursor")) {
                expect(200, reading, name, "");
                expect(400, reading, name, "nonsense", "A".repeat(401));
            }
        }
    }

    private static void expect(int status, Reading reading, String name, Object... values) {
        for (var value : values) {
            var url = reading.url(world, name, value.toString());
            var answer =
                    reading.isForEverybody()
                            ? TestAgent.visit(url)
                            : ADA.get(ADA.remembered(), url);
            assertThat(answer.statusCode()).as(url).isEqualTo(status);
        }
    }

    @Test
    void givesATokenForTheExample() {
        var example = Contract.document().at("/paths/~1oauth2~1token/post/requestBody/content");
        var form = new LinkedHashMap<String, String>();
        example.valueStream()
                .forEach(content ->
                        content.get("example")
                                .propertyStream()
                                .forEach(p -> form.put(p.getKey(), p.getValue().asString())));
        form.put("client_assertion", ADA.assertion());
        var answer = ADA.tokenRequest(ADA.proof("POST", "/oauth2/token"), form);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /// The example of each type of record is accepted, or refused as its description says.
    @ParameterizedTest
    @EnumSource(RecordType.class)
    void takesTheExampleOfEachType(RecordType type) {
        var schema = Contract.document().at("/components/schemas/" + type.wireName());
        var example = schema.at("/examples/0").toString();
        var answer = send(type, example);
        if (schema.path("description").asString("").equals("Not handled yet.")) {
            assertThat(TestAgent.member(answer, "type"))
                    .isEqualTo(ProblemType.TYPE_NOT_HANDLED.path());
        } else if (type == RecordType.MODERATION_ACT) {
            assertThat(TestAgent.member(answer, "type")).isEqualTo(ProblemType.NOT_ALLOWED.path());
        } else {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> send(RecordType type, String example) {
        var name = type.wireName().replace('.', '-');
        var handle = "oas-" + name;
        if (type == RecordType.AGENT_CREATE) {
            var newcomer = TestAgent.unborn(handle);
            return newcomer.announce(newcomer.creation());
        }
        var agent = TestAgent.approved(handle);
        var its = new HashMap<>(World.of(agent, "n-" + name).real());
        if (type == RecordType.COMMUNITY_CREATE) {
            its.put("field-notes", "more-notes");
        }
        var record = agent.compact(type.wireName(), new World(its).all(example));
        return agent.postJson(agent.remembered(), TestAgent.json(List.of(record)));
    }

    @Test
    void bobIsThereForTheExamples() {
        assertThat(TestAgent.seen("/v1/agents/" + BOB.handle).get("name").asString())
                .isEqualTo("bob");
        var taken =
                readings()
                        .flatMap(reading -> reading.parameters().stream())
                        .map(parameter -> parameter.get("in").asString())
                        .collect(Collectors.groupingBy(place -> place, Collectors.counting()));
        assertThat(taken.get("path")).isGreaterThan(5);
        assertThat(taken.get("query")).isGreaterThan(10);
    }
}
