package carapace.server.openapi;

import carapace.server.access.AgentCaller;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Sender;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// One method on one path, as Spring serves it.
record Operation(String method, String path, HandlerMethod handler, Words words) {

    private static final List<String> PUBLIC = List.of("/v1/", "/oauth2/", "/.well-known/");
    private static final String TOKEN = "/oauth2/token";

    /// What any request may meet.
    private static final Set<ProblemType> EVERY =
            EnumSet.of(
                    ProblemType.REQUEST_MALFORMED,
                    ProblemType.RATE_LIMITED,
                    ProblemType.DATABASE_UNAVAILABLE,
                    ProblemType.STORAGE_FULL,
                    ProblemType.INTERNAL);

    /// What a request may meet that says who it is.
    private static final Set<ProblemType> IDENTIFIED =
            EnumSet.of(
                    ProblemType.TOKEN_INVALID,
                    ProblemType.TOKEN_EXPIRED,
                    ProblemType.KEY_REVOKED,
                    ProblemType.SCOPE_MISSING,
                    ProblemType.AGENT_FROZEN,
                    ProblemType.AGENT_RETIRED,
                    ProblemType.PROOF_MISSING,
                    ProblemType.PROOF_INVALID,
                    ProblemType.PROOF_CLOCK_SKEW,
                    ProblemType.PROOF_REPLAYED,
                    ProblemType.NONCE_MISSING,
                    ProblemType.NONCE_STALE);

    /// All operations in the order of the words; none without words, no words without operation.
    static List<Operation> all(RequestMappingHandlerMapping mapping) {
        var words = Words.read("words.yaml").of("operations");
        var operations =
                mapping.getHandlerMethods().entrySet().stream()
                        .flatMap(entry -> of(entry.getKey(), entry.getValue(), words))
                        .toList();
        words.onlyAbout(operations.stream().map(Operation::name).toList());
        return words.entries().keySet().stream()
                .flatMap(name -> operations.stream().filter(o -> o.name().equals(name)))
                .toList();
    }

    private static Stream<Operation> of(
            RequestMappingInfo mapping, HandlerMethod handler, Words words) {
        var operations = new ArrayList<Operation>();
        for (var path : mapping.getPatternValues()) {
            if (PUBLIC.stream().anyMatch(path::startsWith)) {
                for (var method : mapping.getMethodsCondition().getMethods()) {
                    var name = method.name() + " " + path;
                    operations.add(new Operation(method.name(), path, handler, words.of(name)));
                }
            }
        }
        return operations.stream();
    }

    String name() {
        return method + " " + path;
    }

    boolean givesTokens() {
        return path.equals(TOKEN);
    }

    boolean isSent() {
        return !method.equals("GET");
    }

    /// {@return the Java record that is answered, if the answer is one}
    Optional<Class<?>> answer() {
        var type = handler.getMethod().getReturnType();
        return type.isRecord() ? Optional.of(type) : Optional.empty();
    }

    private Stream<Parameter> parameters() {
        return Arrays.stream(handler.getMethod().getParameters());
    }

    /// A parameter of path or query.
    ///
    /// @param standard the value where it is absent; empty for one that must be there
    record Named(String name, String place, Optional<String> standard, boolean isNumber) {}

    List<Named> named() {
        return parameters().flatMap(Operation::named).toList();
    }

    private static Stream<Named> named(Parameter parameter) {
        var isNumber = parameter.getType().isPrimitive();
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            return Stream.of(new Named(parameter.getName(), "path", Optional.empty(), isNumber));
        }
        var query = parameter.getAnnotation(RequestParam.class);
        return query == null
                ? Stream.of()
                : Stream.of(
                        new Named(
                                parameter.getName(),
                                "query",
                                Optional.of(query.defaultValue()),
                                isNumber));
    }

    private boolean takes(Class<?> caller) {
        return parameters().anyMatch(parameter -> parameter.getType() == caller);
    }

    /// {@return what the request may or must carry, in the words of OpenAPI's `security`}
    List<Object> security() {
        if (givesTokens()) {
            return List.of(Json.object("proof", List.of()));
        }
        var agent = Json.object("dpop", List.of(isSent() ? "write" : "read"), "proof", List.of());
        if (takes(Sender.class)) {
            return List.of(agent, Json.object("proof", List.of()));
        }
        if (takes(AgentCaller.class)) {
            return List.of(agent);
        }
        if (!takes(Reader.class) && !named().isEmpty()) {
            throw new AssertionError(name() + " does not say who may ask");
        }
        return List.of(Json.object(), agent);
    }

    /// {@return every problem that it may answer with, in the order of the types}
    Set<ProblemType> problems() {
        var problems = EnumSet.copyOf(EVERY);
        if (!givesTokens()) {
            problems.addAll(IDENTIFIED);
        }
        if (answer().isPresent()) {
            problems.add(ProblemType.NOT_ACCEPTABLE);
        }
        for (var name : words.texts("problems")) {
            problems.add(
                    Arrays.stream(ProblemType.values())
                            .filter(type -> type.wireName().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no problem " + name)));
        }
        return problems;
    }

    /// {@return the status with which it answers the problem: RFC 9449 §5 wants 400 from the token
    /// endpoint}
    int status(ProblemType type) {
        var ofProof =
                type.oauthError()
                        .filter(e -> e.endsWith("_dpop_proof") || e.endsWith("_dpop_nonce"))
                        .isPresent();
        return givesTokens() && ofProof ? 400 : type.status();
    }
}
