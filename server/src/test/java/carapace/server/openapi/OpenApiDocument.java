package carapace.server.openapi;

import static carapace.server.openapi.Json.object;
import static carapace.server.openapi.Schemas.reference;

import carapace.server.access.ProblemType;
import carapace.server.access.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Makes the OpenAPI 3.1 document: paths, parameters and defaults as Spring serves them, answers
/// from the Java records, problems from their types, the rest from the words beside it.
final class OpenApiDocument {

    private final Words words = Words.read("words.yaml");
    private final Words parameters = words.of("parameters");
    private final Schemas schemas = new Schemas();

    /// Refusals by name: most operations share theirs.
    private final Map<String, Object> refusals = new TreeMap<>();

    static String text(RequestMappingHandlerMapping mapping) {
        return Json.text(new OpenApiDocument().document(Operation.all(mapping)));
    }

    private Map<String, Object> document(List<Operation> operations) {
        var paths = new LinkedHashMap<String, Object>();
        for (var operation : operations) {
            Words.map(paths.computeIfAbsent(operation.path(), _ -> object()))
                    .put(operation.method().toLowerCase(java.util.Locale.ROOT), of(operation));
        }
        return object(
                "openapi", "3.1.0",
                "info", words.of("info").entries(),
                "servers", List.of(object("url", "/")),
                "tags", tags(),
                "paths", paths,
                "components",
                        object(
                                "securitySchemes", securitySchemes(),
                                "headers", words.of("headers").entries(),
                                "responses", refusals,
                                "schemas", schemas.all()));
    }

    private List<Object> tags() {
        return words.of("tags").entries().entrySet().stream()
                .map(tag -> (Object) object("name", tag.getKey(), "description", tag.getValue()))
                .toList();
    }

    private static Map<String, Object> securitySchemes() {
        var scopes = Arrays.stream(Scope.values()).map(Scope::wireName);
        return object(
                "dpop",
                        object(
                                "type",
                                "http",
                                "scheme",
                                "DPoP",
                                "description",
                                "An access token bound to a key (RFC 9449 §7.1), with the scope "
                                        + scopes.collect(Collectors.joining(" or "))
                                        + ". Never without a proof."),
                "proof",
                        object(
                                "type",
                                "apiKey",
                                "in",
                                "header",
                                "name",
                                "DPoP",
                                "description",
                                "A new DPoP proof (RFC 9449 §4) for this very request, with the"
                                        + " latest `DPoP-Nonce`."));
    }

    private Map<String, Object> of(Operation operation) {
        var about = operation.words();
        var named = operation.named().stream().map(p -> parameter(operation, p)).toList();
        return object(
                "operationId", about.text("id"),
                "tags", List.of(about.text("tag")),
                "summary", about.text("summary"),
                "description", about.has("description") ? about.text("description") : null,
                "security", operation.security(),
                "parameters", named.isEmpty() ? null : named,
                "requestBody", about.has("request") ? request(operation) : null,
                "responses", responses(operation));
    }

    private Map<String, Object> parameter(Operation operation, Operation.Named named) {
        var all = operation.words().of("parameters");
        all.onlyAbout(operation.named().stream().map(Operation.Named::name).toList());
        var own = all.of(named.name());
        var about = own.has("from") ? parameters.of(own.text("from")) : own;
        var isPath = named.place().equals("path");
        return object(
                "name",
                named.name(),
                "in",
                named.place(),
                "required",
                isPath ? true : null,
                "description",
                about.has("description") ? about.text("description") : null,
                "schema",
                isPath ? reference(about.text("is")) : schema(about, named),
                "example",
                parameterExample(about, named));
    }

    private static Map<String, Object> schema(Words about, Operation.Named named) {
        var schema = new LinkedHashMap<>(about.of("schema").entries());
        var standard = named.standard().orElseThrow();
        schema.put("default", named.isNumber() ? (Object) Long.valueOf(standard) : standard);
        return schema;
    }

    private @org.jspecify.annotations.Nullable Object parameterExample(
            Words about, Operation.Named named) {
        if (named.place().equals("path")) {
            var sample = Sample.value(about.text("is"), about.optionalText("example", ""));
            return sample == null ? schemas.example(about.text("is")) : sample;
        }
        if (!about.has("example")) {
            return null;
        }
        var example = about.text("example");
        if (example.matches("[0-9]+")) {
            return Long.valueOf(example);
        }
        return example.equals("community") ? schemas.example("CommunityName") : example;
    }

    private Map<String, Object> request(Operation operation) {
        var name = operation.words().text("request");
        var media =
                operation.givesTokens()
                        ? "application/x-www-form-urlencoded"
                        : operation.words().optionalText("request-media", "application/json");
        return object(
                "required",
                true,
                "content",
                object(
                        media,
                        object(
                                "schema", reference(name),
                                "example", schemas.example(name))));
    }

    private Map<String, Object> responses(Operation operation) {
        var responses = new TreeMap<String, Object>();
        responses.put("200", success(operation));
        operation.problems().stream()
                .collect(Collectors.groupingBy(operation::status))
                .forEach((status, types) ->
                        responses.put(
                                String.valueOf(status), shared(status, refusal(operation, types))));
        if (operation.words().text("id").equals("openapi")) {
            responses.put("304", object("description", "What you have is the latest version."));
        }
        return responses;
    }

    private Map<String, Object> success(Operation operation) {
        var about = operation.words();
        var name = operation.answer().map(schemas::add).orElseGet(() -> about.text("schema"));
        if (name.isEmpty()) {
            throw new AssertionError(operation.name() + " answers what?");
        }
        return object(
                "description", about.text("success"),
                "headers", headers(operation, List.of()),
                "content",
                        object(
                                about.optionalText("media", "application/json"),
                                object(
                                        "schema", reference(name),
                                        "example", schemas.example(name))));
    }

    private Map<String, Object> shared(int status, Map<String, Object> refusal) {
        for (var number = 1; ; number++) {
            var name =
                    number == 1 ? "refused-" + status : "refused-%d-%d".formatted(status, number);
            if (refusals.computeIfAbsent(name, _ -> refusal).equals(refusal)) {
                return object("$ref", "#/components/responses/" + name);
            }
        }
    }

    private Map<String, Object> headers(Operation operation, List<ProblemType> refused) {
        var headers = object();
        for (var name : List.of("RateLimit-Policy", "RateLimit", "DPoP-Nonce")) {
            headers.put(name, object("$ref", "#/components/headers/" + name));
        }
        if (refused.stream().anyMatch(OpenApiDocument::tellsWhen)) {
            headers.put("Retry-After", object("$ref", "#/components/headers/Retry-After"));
        }
        if (refused.stream().anyMatch(type -> type.status() == 401 && !operation.givesTokens())) {
            headers.put(
                    "WWW-Authenticate", object("$ref", "#/components/headers/WWW-Authenticate"));
        }
        if (refused.isEmpty() && operation.words().text("id").equals("openapi")) {
            headers.put("ETag", object("$ref", "#/components/headers/ETag"));
        }
        return headers;
    }

    private static boolean tellsWhen(ProblemType type) {
        return switch (type) {
            case RATE_LIMITED, BUDGET_SPENT, OVERLOADED, DATABASE_UNAVAILABLE -> true;
            default -> false;
        };
    }

    private Map<String, Object> refusal(Operation operation, List<ProblemType> types) {
        var description =
                types.stream()
                        .map(type -> "`%s`: %s.".formatted(type.wireName(), type.title()))
                        .collect(Collectors.joining("\n\n"));
        var media = operation.givesTokens() ? "application/json" : "application/problem+json";
        return object(
                "description", description,
                "headers", headers(operation, types),
                "content",
                        object(
                                media,
                                object(
                                        "schema",
                                        operation.givesTokens()
                                                ? tokenProblem(types)
                                                : one(types))));
    }

    private Map<String, Object> one(List<ProblemType> types) {
        var references = types.stream().map(schemas::problem).toList();
        return references.size() == 1 ? references.getFirst() : object("oneOf", references);
    }

    private static Map<String, Object> tokenProblem(List<ProblemType> types) {
        return object(
                "type", "object",
                "allOf", List.of(reference(ProblemSchemas.OF_TOKENS)),
                "properties",
                        object(
                                "type",
                                object("enum", types.stream().map(ProblemType::path).toList())));
    }
}
