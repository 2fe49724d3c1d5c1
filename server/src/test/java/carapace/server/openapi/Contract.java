package carapace.server.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Compares what the server answers with what its document promises, read by a validator that is
/// not ours. Stricter than the document in one thing: no answer may have a member that the document
/// does not name, since that would be one that was forgotten.
public final class Contract {

    private static final Set<String> BASES = Set.of("Problem", "TokenProblem", "RecordPayload");
    private static final Contract PUBLISHED = new Contract(published());

    private final JsonNode document;
    private final JsonNode strict;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    Contract(String document) {
        this.document = Json.parse(document);
        this.strict = this.document.at("/components/schemas").deepCopy();
        strict.propertyStream()
                .filter(schema -> !BASES.contains(schema.getKey()))
                .forEach(schema -> close(schema.getValue()));
    }

    private static String published() {
        try (var stream = Contract.class.getResourceAsStream("/api/openapi.json")) {
            var bytes = Objects.requireNonNull(stream).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        schema.forEach(Contract::close);
    }

    static JsonNode document() {
        return PUBLISHED.document;
    }

    /// Fails unless the answer is one that the operation may give. An exchange with a path or
    /// method that is none of the API's is passed over.
    public static void check(HttpResponse<String> answer) {
        var request = answer.request();
        var broken =
                PUBLISHED.breaches(
                        request.method(),
                        request.uri().getRawPath(),
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse(""),
                        answer.body());
        // It may always fail, but no test makes it.
        if (answer.statusCode() == 500 || !broken.isEmpty()) {
            throw new AssertionError(
                    "%s %s was answered %d, which /v1/openapi.json does not promise: %s\n%s"
                            .formatted(
                                    request.method(),
                                    request.uri(),
                                    answer.statusCode(),
                                    broken,
                                    answer.body()));
        }
    }

    /// {@return what is wrong with the answer; nothing when all is well}
    List<String> breaches(String method, String path, int status, String type, String body) {
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of();
        }
        var response = resolved(operation.get().path("responses").path(String.valueOf(status)));
        if (response.isMissingNode()) {
            return List.of("status " + status);
        }
        var media = type.replaceFirst(";.*", "");
        var content = response.path("content").path(media);
        if (content.isMissingNode()) {
            return response.has("content") || !body.isEmpty()
                    ? List.of("media type " + type)
                    : List.of();
        }
        var value = media.endsWith("json") ? Json.parse(body) : StringNode.valueOf(body);
        return violations(content.get("schema"), value);
    }

    /// {@return what is wrong with the value, by the schema}
    List<String> violations(JsonNode schema, JsonNode value) {
        return schemas
                .computeIfAbsent(schema.toString(), _ -> compiled(schema))
                .validate(value)
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private Schema compiled(JsonNode schema) {
        var root = (ObjectNode) standingAlone(schema);
        close(root);
        root.set("$defs", standingAlone(strict));
        return registry.getSchema(root);
    }

    /// A schema outside the document has its neighbours in `$defs`.
    private static JsonNode standingAlone(JsonNode schema) {
        return Json.parse(schema.toString().replace("#/components/schemas/", "#/$defs/"));
    }

    private JsonNode resolved(JsonNode response) {
        return response.has("$ref")
                ? document.at(response.get("$ref").asString().substring(1))
                : response;
    }

    private Optional<JsonNode> operation(String method, String path) {
        // An exact path goes before one with a parameter in it.
        return candidates(path)
                .map(item -> item.path(method.equals("HEAD") ? "get" : lower(method)))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private Stream<JsonNode> candidates(String path) {
        var exact = document.get("paths").path(path);
        if (!exact.isMissingNode()) {
            return Stream.of(exact);
        }
        var matching = new ArrayList<JsonNode>();
        document.get("paths")
                .propertyStream()
                .filter(item -> template(item.getKey()).matcher(path).matches())
                .forEach(item -> matching.add(item.getValue()));
        return matching.stream();
    }

    private static Pattern template(String path) {
        return Pattern.compile(
                Stream.of(path.split("(?=\\{)|(?<=})"))
                        .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                        .reduce("", String::concat));
    }

    private static String lower(String method) {
        return method.toLowerCase(java.util.Locale.ROOT);
    }
}
