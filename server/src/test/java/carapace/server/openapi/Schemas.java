package carapace.server.openapi;

import static carapace.server.openapi.Json.object;

import carapace.protocol.json.JsonException;
import carapace.protocol.record.Defect;
import carapace.protocol.record.RecordType;
import carapace.server.access.AtOnce;
import carapace.server.access.Limits;
import carapace.server.access.ProblemType;
import carapace.server.access.Scope;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes `components.schemas`: those written down, those of record bodies, those of answers from
/// the components of Java records, and those of problems.
final class Schemas {

    private final Words written = Words.read("schemas.yaml");
    private final Words answers = Words.read("words.yaml").of("answers");
    private final ProblemSchemas problems =
            new ProblemSchemas(Words.read("words.yaml").of("problem-members"));
    private final Map<String, Object> made = new TreeMap<>();
    private final Map<String, Object> examples = new TreeMap<>();

    Schemas() {
        var types = Arrays.stream(RecordType.values()).map(RecordType::wireName).toList();
        types.forEach(type -> made.put(type, body(type, written.of(type))));
        for (var name : written.entries().keySet()) {
            if (!types.contains(name)) {
                made.put(name, named(name, written.of(name).entries()));
            }
        }
        made.put("RecordPayload", payload(types));
        problems.addTo(made);
    }

    static Map<String, Object> reference(String name) {
        return object("$ref", "#/components/schemas/" + name);
    }

    /// {@return all schemas by name, once every answer was asked for}
    Map<String, Object> all() {
        answers.onlyAbout(made.keySet());
        return made;
    }

    /// {@return an example of the named schema}
    Object example(String name) {
        var example = examples.get(name);
        if (example == null) {
            throw new AssertionError("there is no example of " + name);
        }
        return example;
    }

    private Map<String, Object> named(String name, Map<String, Object> schema) {
        var sample = Sample.value(name, "post");
        var example = sample == null ? schema.get("example") : sample;
        var plain = plain(schema);
        examples.put(name, example == null ? exampleOf(plain, schema) : Sample.resolve(example));
        return plain;
    }

    /// What stands in the document: without the examples, with the values of enums.
    private static Map<String, Object> plain(Map<String, Object> schema) {
        var plain = new LinkedHashMap<String, Object>();
        schema.forEach((key, value) -> {
            switch (key) {
                case "example", "null-example", "is", "items-example" -> {}
                case "enum-of" -> plain.put("enum", values(String.valueOf(value)));
                default -> plain.put(key, deep(value));
            }
        });
        return plain;
    }

    private static Object deep(Object value) {
        return switch (value) {
            case Map<?, ?> map -> plain(Words.map(map));
            case List<?> list -> list.stream().map(Schemas::deep).toList();
            default -> value;
        };
    }

    private static List<String> values(String type) {
        Stream<String> names =
                switch (type) {
                    case "RecordType" ->
                            Arrays.stream(RecordType.values()).map(RecordType::wireName);
                    case "Defect" -> Arrays.stream(Defect.values()).map(Defect::wireName);
                    case "Flaw" -> Arrays.stream(JsonException.Flaw.values()).map(Schemas::wire);
                    case "Limits" -> Arrays.stream(Limits.values()).map(Limits::wireName);
                    case "AtOnce" -> Arrays.stream(AtOnce.values()).map(AtOnce::wireName);
                    case "AnyLimit" ->
                            Stream.concat(values("Limits").stream(), values("AtOnce").stream());
                    case "Scope" -> Arrays.stream(Scope.values()).map(Scope::wireName);
                    default -> throw new AssertionError("no values of " + type);
                };
        return names.toList();
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Object exampleOf(Map<String, Object> plain, Map<String, Object> schema) {
        if (plain.get("properties") instanceof Map<?, ?> members) {
            var example = object();
            Words.map(schema.get("properties"))
                    .forEach((name, member) -> example.put(name, memberExample(Words.map(member))));
            return members.isEmpty() ? object() : example;
        }
        return plain.containsKey("const") ? plain.get("const") : "";
    }

    private Object memberExample(Map<String, Object> member) {
        var reference = member.get("$ref");
        if (member.containsKey("example")) {
            return Sample.resolve(member.get("example"));
        }
        if (reference != null) {
            var name = reference.toString().replaceFirst(".*/", "");
            if (!examples.containsKey(name)) {
                made.put(name, named(name, written.of(name).entries()));
            }
            return example(name);
        }
        if (member.get("items") instanceof Map<?, ?> items) {
            return List.of(memberExample(Words.map(items)));
        }
        if (member.get("enum-of") != null) {
            return values(String.valueOf(member.get("enum-of"))).getFirst();
        }
        return exampleOf(plain(member), member);
    }

    private Map<String, Object> body(String type, Words words) {
        var example = words.entries().get("example");
        var body = object("type", "object");
        body.putAll(plain(words.entries()));
        body.put("additionalProperties", false);
        body.put(
                "examples",
                List.of(example == null ? bodyWithKeys(type) : Sample.resolve(example)));
        return body;
    }

    private static Object bodyWithKeys(String type) {
        var body = Sample.bodies().get(type);
        if (body == null) {
            throw new AssertionError("schemas.yaml has no example of " + type);
        }
        return body;
    }

    private static Map<String, Object> payload(List<String> types) {
        var payload =
                object(
                        "type",
                        "object",
                        "description",
                        "What a record says.",
                        "required",
                        List.of("v", "type", "origin", "agent", "seq", "prev", "at", "body"),
                        "additionalProperties",
                        false,
                        "properties",
                        object(
                                "v", object("const", 1),
                                "type", reference("RecordType"),
                                "origin", reference("Origin"),
                                "agent", reference("Handle"),
                                "seq", reference("Seq"),
                                "prev",
                                        object(
                                                "anyOf",
                                                List.of(
                                                        reference("RecordId"),
                                                        object("type", "null")),
                                                "description",
                                                "The agent's record before; null for the"
                                                        + " first."),
                                "at",
                                        object(
                                                "$ref",
                                                "#/components/schemas/Time",
                                                "description",
                                                "The agent's clock, within 5 minutes of"
                                                        + " the server's."),
                                "body", object("type", "object")));
        payload.put("oneOf", types.stream().map(Schemas::ofType).toList());
        return payload;
    }

    private static Map<String, Object> ofType(String type) {
        return object(
                "required", List.of("type"),
                "properties", object("type", object("const", type), "body", reference(type)));
    }

    /// Adds the schema of an answer and of the answers inside it.
    ///
    /// @return its name: that of the Java record without `Json`
    String add(Class<?> answer) {
        var name = answer.getSimpleName().replaceFirst("Json$", "");
        if (examples.containsKey(name)) {
            return name;
        }
        var words = answers.of(name);
        var members = object();
        var example = object();
        for (var component : answer.getRecordComponents()) {
            var about = words.of(component.getName());
            members.put(component.getName(), member(component, about));
            example.put(component.getName(), example(component.getAnnotatedType(), about));
        }
        words.onlyAbout(members.keySet());
        made.put(
                name,
                object(
                        "type",
                        "object",
                        "required",
                        List.copyOf(members.keySet()),
                        "properties",
                        members));
        examples.put(name, example);
        return name;
    }

    private Map<String, Object> member(RecordComponent component, Words about) {
        var type = component.getAnnotatedType();
        var nullable = type.isAnnotationPresent(Nullable.class);
        var extra = plain(about.entries());
        extra.remove("items");
        if (about.has("is")) {
            var description = extra.get("description");
            var reference = reference(known(about.text("is")));
            return nullable
                    ? object(
                            "anyOf",
                            List.of(reference, object("type", "null")),
                            "description",
                            description)
                    : object("$ref", reference.get("$ref"), "description", description);
        }
        var plain = typed(type, about);
        if (nullable && plain.containsKey("$ref")) {
            return object(
                    "anyOf",
                    List.of(plain, object("type", "null")),
                    "description",
                    extra.get("description"));
        }
        var member =
                object("type", nullable ? List.of(plain.get("type"), "null") : plain.get("type"));
        plain.forEach(member::putIfAbsent);
        member.putAll(extra);
        return member;
    }

    private String known(String name) {
        if (!made.containsKey(name)) {
            throw new AssertionError("there is no schema " + name);
        }
        return name;
    }

    private Map<String, Object> typed(AnnotatedType type, Words about) {
        if (type instanceof AnnotatedParameterizedType list) {
            return object("type", "array", "items", items(list, about));
        }
        var plain = (Class<?>) type.getType();
        return switch (plain.getSimpleName()) {
            case "String" -> object("type", "string");
            case "long", "int", "Long", "Integer" -> object("type", "integer");
            case "boolean" -> object("type", "boolean");
            default -> reference(add(plain));
        };
    }

    private Map<String, Object> items(AnnotatedParameterizedType list, Words about) {
        var entry = (Class<?>) list.getAnnotatedActualTypeArguments()[0].getType();
        return reference(entry.isRecord() ? add(entry) : known(about.text("items")));
    }

    private Object example(AnnotatedType type, Words about) {
        if (about.has("null-example")) {
            return Json.NULL;
        }
        if (about.has("is")) {
            var sample = Sample.value(about.text("is"), about.optionalText("example", "post"));
            return sample == null ? example(about.text("is")) : sample;
        }
        if (about.has("example")) {
            return Sample.resolve(Objects.requireNonNull(about.entries().get("example")));
        }
        if (type instanceof AnnotatedParameterizedType list) {
            var entry = (Class<?>) list.getAnnotatedActualTypeArguments()[0].getType();
            return new ArrayList<>(
                    List.of(example(entry.isRecord() ? add(entry) : about.text("items"))));
        }
        if (type.getType() instanceof Class<?> one && one.isRecord()) {
            return example(add(one));
        }
        throw new AssertionError("%s has no example".formatted(about.where()));
    }

    /// {@return a reference to the schema of the problem}
    Map<String, Object> problem(ProblemType type) {
        return problems.refer(type, made);
    }
}
