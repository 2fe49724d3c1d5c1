package carapace.server.access.request;

import carapace.protocol.key.Base64Url;
import carapace.server.access.AccessOptions;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.access.Scope;
import carapace.server.access.proof.Nonces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/// Answers a failed request with RFC 9457 JSON: the only place where that is written while a
/// request is inside the application. Nothing of the failure itself gets out.
@Component
final class ProblemWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    private static final String ALGORITHMS = "EdDSA ES256";
    private static final int INSTANCE_BYTES = 12;

    private final String metadata;
    private final Nonces nonces;
    private final SecureRandom random;

    ProblemWriter(AccessOptions options, Nonces nonces, SecureRandom random) {
        this.metadata = options.publicUrl().base() + "/.well-known/oauth-protected-resource";
        this.nonces = nonces;
        this.random = random;
    }

    void write(HttpServletRequest request, HttpServletResponse response, Throwable failure)
            throws IOException {
        var exchange = Exchange.of(request);
        var problem = Problems.of(failure);
        var instance = instance();
        if (Problems.isClientGone(failure)) {
            LOG.debug("request {} ended early: {}", instance, failure.toString());
            if (response.isCommitted()) {
                return;
            }
        } else if (problem.type() == ProblemType.INTERNAL) {
            LOG.error("request {} failed", instance, failure);
        }
        if (response.isCommitted()) {
            // Half an answer must not look whole.
            throw new IOException("answer " + instance + " was cut off");
        }
        response.reset();
        if (problem.type().oauthError().filter("use_dpop_nonce"::equals).isPresent()) {
            exchange.offerNonce(nonces.current());
        }
        exchange.writeHeaders(response);
        writeHeaders(response, problem, failure);
        var answer =
                request.getRequestURI().equals(TokenEndpoints.PATH)
                        ? ProblemAnswer.toTokenRequest(problem, instance)
                        : ProblemAnswer.of(problem, instance);
        answer.writeTo(response);
    }

    private String instance() {
        var bytes = new byte[INSTANCE_BYTES];
        random.nextBytes(bytes);
        return "urn:carapace:request:" + Base64Url.encode(bytes);
    }

    private void writeHeaders(HttpServletResponse response, Problem problem, Throwable failure) {
        problem.retryAfter()
                .ifPresent(wait -> response.setHeader("Retry-After", wholeSeconds(wait)));
        if (challenges(problem.type())) {
            response.setHeader("WWW-Authenticate", challenge(problem));
        }
        switch (failure) {
            case HttpRequestMethodNotSupportedException wrong when wrong.getHeaders() != null ->
                    response.setHeader("Allow", wrong.getHeaders().getFirst("Allow"));
            case HttpMediaTypeNotSupportedException wrong ->
                    response.setHeader(
                            "Accept", MediaType.toString(wrong.getSupportedMediaTypes()));
            default -> {}
        }
    }

    private static boolean challenges(ProblemType type) {
        return type.status() == HttpServletResponse.SC_UNAUTHORIZED
                || type == ProblemType.SCOPE_MISSING;
    }

    /// RFC 9449 §7.1 and §9, with the pointer of RFC 9728 §5.1.
    private String challenge(Problem problem) {
        var error = problem.type().oauthError().map("error=\"%s\", "::formatted).orElse("");
        var scope =
                problem.type() == ProblemType.SCOPE_MISSING
                        ? "scope=\"%s\", ".formatted(Scope.WRITE.wireName())
                        : "";
        return "DPoP %s%salgs=\"%s\", resource_metadata=\"%s\""
                .formatted(error, scope, ALGORITHMS, metadata);
    }

    private static String wholeSeconds(Duration wait) {
        return Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), 1000L)));
    }
}
