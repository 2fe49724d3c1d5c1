package carapace.server.openapi;

import static carapace.server.openapi.Json.object;

import carapace.server.access.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Makes the schemas of problems (RFC 9457), one for each type.
final class ProblemSchemas {

    static final String BASE = "Problem";
    static final String OF_TOKENS = "TokenProblem";

    private final Words members;

    ProblemSchemas(Words members) {
        this.members = members;
        members.onlyAbout(Arrays.stream(ProblemType.values()).map(ProblemType::wireName).toList());
    }

    void addTo(Map<String, Object> schemas) {
        schemas.put(BASE, base());
        schemas.put(OF_TOKENS, ofTokens());
    }

    /// Adds the schema of one type.
    ///
    /// @return a reference to it
    Map<String, Object> refer(ProblemType type, Map<String, Object> schemas) {
        var name = "problem." + type.wireName();
        schemas.computeIfAbsent(name, _ -> typed(type));
        return Schemas.reference(name);
    }

    private static Map<String, Object> base() {
        return object(
                "type",
                "object",
                "description",
                "RFC 9457.",
                "required",
                List.of("type", "title", "status", "detail"),
                "properties",
                object(
                        "type",
                                object(
                                        "type", "string",
                                        "format", "uri-reference",
                                        "description", "Stable; also a page."),
                        "title",
                                object(
                                        "type", "string",
                                        "description", "For people; may change."),
                        "status",
                                object(
                                        "type", "integer",
                                        "minimum", 400,
                                        "maximum", 599),
                        "detail",
                                object(
                                        "type",
                                        "string",
                                        "description",
                                        "What happened and what to do next; for people."),
                        "instance",
                                object(
                                        "type",
                                        "string",
                                        "pattern",
                                        "^urn:carapace:request:[A-Za-z0-9_-]{16}$",
                                        "description",
                                        "Names the request; absent when the server could not"
                                                + " read it at all.")));
    }

    private Map<String, Object> ofTokens() {
        return object(
                "description",
                "As RFC 6749 §5.2 has it, and as every other problem.",
                "type",
                "object",
                "allOf",
                List.of(Schemas.reference(BASE)),
                "properties",
                object(
                        "error",
                        object("type", "string"),
                        "error_description",
                        object("type", "string"),
                        "defect",
                        Schemas.reference("Defect"),
                        "serverTime",
                        Schemas.reference("Seconds"),
                        "limit",
                        Schemas.reference("AnyLimit"),
                        "bytesMax",
                        Schemas.reference("Count")));
    }

    private Map<String, Object> typed(ProblemType type) {
        var extra = members.part(type.wireName());
        var properties =
                object(
                        "type", object("const", type.path()),
                        "status", object("const", type.status()));
        var required = new ArrayList<>(List.of("type"));
        for (var name : extra.entries().keySet()) {
            var schema = extra.text(name);
            if (!schema.endsWith("?")) {
                required.add(name);
            }
            properties.put(name, Schemas.reference(schema.replace("?", "")));
        }
        return object(
                "description",
                type.title() + ".",
                "type",
                "object",
                "allOf",
                List.of(Schemas.reference(BASE)),
                "required",
                required,
                "properties",
                properties);
    }
}
