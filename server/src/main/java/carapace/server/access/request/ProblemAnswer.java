package carapace.server.access.request;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.server.access.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// A problem on its way out: status, media type and body.
record ProblemAnswer(int status, String mediaType, String body) {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String JSON = "application/json";

    /// RFC 9457.
    static ProblemAnswer of(Problem problem, String instance) {
        var members = members(problem, problem.type().status(), instance);
        return new ProblemAnswer(
                problem.type().status(), PROBLEM_JSON, JsonWriter.write(JsonObject.of(members)));
    }

    /// What Tomcat refused has no instance, since nothing more about it is known.
    static ProblemAnswer ofTomcat(Problem problem) {
        var members = members(problem, problem.type().status(), null);
        return new ProblemAnswer(
                problem.type().status(), PROBLEM_JSON, JsonWriter.write(JsonObject.of(members)));
    }

    /// RFC 6749 §5.2: the same, with `error` and `error_description`, as plain JSON, and 400 for a
    /// proof that does not fit (RFC 9449 §5 and §8).
    static ProblemAnswer toTokenRequest(Problem problem, String instance) {
        var type = problem.type();
        var error = type.oauthError();
        var isProof = error.filter(e -> e.endsWith("_dpop_proof") || e.endsWith("_dpop_nonce"));
        var status = isProof.isPresent() ? HttpServletResponse.SC_BAD_REQUEST : type.status();
        var members = members(problem, status, instance);
        error.ifPresent(code -> {
            members.put("error", new JsonString(code));
            members.put("error_description", new JsonString(problem.detail()));
        });
        return new ProblemAnswer(status, JSON, JsonWriter.write(JsonObject.of(members)));
    }

    private static LinkedHashMap<String, JsonValue> members(
            Problem problem, int status, @Nullable String instance) {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("type", new JsonString(problem.type().path()));
        members.put("title", new JsonString(problem.type().title()));
        members.put("status", new JsonNumber(status));
        members.put("detail", new JsonString(problem.detail()));
        if (instance != null) {
            members.put("instance", new JsonString(instance));
        }
        members.putAll(problem.extensions());
        return members;
    }

    void writeTo(HttpServletResponse response) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
