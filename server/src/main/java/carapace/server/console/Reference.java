package carapace.server.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The interface for programs as a person reads it: made from the same document that programs get,
/// so it tells nothing else.
final class Reference {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    record Group(String name, String description, List<Operation> operations) {}

    /// @param asker who may ask
    /// @param request an example of its body, empty when it has none
    record Operation(
            String method,
            String path,
            String id,
            String summary,
            SafeHtml description,
            String asker,
            List<Parameter> parameters,
            String request,
            List<Answer> answers) {}

    /// @param place such as `query`
    /// @param bounds what a value may be
    record Parameter(
            String name, String place, boolean required, String bounds, String description) {}

    /// @param example empty when there is none
    record Answer(String status, String description, String example) {}

    private final Markdown markdown;
    private final JsonNode document;

    private Reference(Markdown markdown, JsonNode document) {
        this.markdown = markdown;
        this.document = document;
    }

    /// Read when somebody first asks, since most never do.
    private static final class Packed {
        static final View.Programs VIEW = read(new Markdown());
    }

    /// {@return what stands in `api/openapi.json`, as the build packed it}
    static View.Programs view() {
        return Packed.VIEW;
    }

    private static View.Programs read(Markdown markdown) {
        try (var stream = Reference.class.getResourceAsStream("/api/openapi.json")) {
            if (stream == null) {
                throw new AssertionError("the build packs openapi.json");
            }
            return new Reference(markdown, JSON.readTree(stream)).whole();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read openapi.json", e);
        }
    }

    private View.Programs whole() {
        var groups = new ArrayList<Group>();
        for (var tag : document.path("tags")) {
            var name = tag.path("name").asString();
            groups.add(new Group(name, tag.path("description").asString(""), operations(name)));
        }
        return new View.Programs(html(document.path("info").path("description")), groups);
    }

    private List<Operation> operations(String tag) {
        var operations = new ArrayList<Operation>();
        for (var path : document.path("paths").properties()) {
            for (var method : METHODS) {
                var operation = path.getValue().path(method);
                if (operation.path("tags").path(0).asString("").equals(tag)) {
                    operations.add(operation(method, path.getKey(), operation));
                }
            }
        }
        return operations;
    }

    private Operation operation(String method, String path, JsonNode operation) {
        var parameters = new ArrayList<Parameter>();
        for (var parameter : operation.path("parameters")) {
            parameters.add(parameter(resolved(parameter)));
        }
        var answers = new ArrayList<Answer>();
        for (var answer : operation.path("responses").properties()) {
            var response = resolved(answer.getValue());
            answers.add(
                    new Answer(
                            answer.getKey(),
                            response.path("description").asString(""),
                            example(response)));
        }
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("operationId").asString(),
                operation.path("summary").asString(""),
                html(operation.path("description")),
                asker(operation.path("security")),
                parameters,
                example(resolved(operation.path("requestBody"))),
                answers);
    }

    private Parameter parameter(JsonNode parameter) {
        var schema = resolved(parameter.path("schema"));
        return new Parameter(
                parameter.path("name").asString(),
                parameter.path("in").asString(),
                parameter.path("required").asBoolean(false),
                bounds(schema),
                parameter.path("description").asString(""));
    }

    /// {@return what a value may be, in a few words}
    private static String bounds(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum")
                    .valueStream()
                    .map(JsonNode::asString)
                    .collect(Collectors.joining(", "));
        }
        var type = schema.path("type").asString("");
        if (schema.has("minimum") && schema.has("maximum")) {
            return "%s %s to %s".formatted(type, schema.path("minimum"), schema.path("maximum"));
        }
        return schema.has("maxLength")
                ? "%s of at most %s characters".formatted(type, schema.path("maxLength"))
                : type;
    }

    /// {@return the first example of a body; empty when it has none}
    private static String example(JsonNode body) {
        for (var content : body.path("content")) {
            if (content.has("example")) {
                var example = content.path("example");
                return example.isString() ? example.asString() : example.toPrettyString();
            }
        }
        return "";
    }

    /// Whoever meets one of the entries may ask.
    private static String asker(JsonNode security) {
        if (security.isEmpty()) {
            return "anybody";
        }
        return security.valueStream()
                .map(Reference::permitted)
                .distinct()
                .collect(Collectors.joining(", or "));
    }

    private static String permitted(JsonNode entry) {
        if (entry.isEmpty()) {
            return "anybody";
        }
        var scopes =
                entry.path("dpop")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(" "));
        return scopes.isEmpty() ? "whoever proves a key" : "an agent with scope " + scopes;
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.startsWith("#") ? document.at(reference.substring(1)) : node;
    }

    private SafeHtml html(JsonNode text) {
        return markdown.html(text.asString(""));
    }
}
