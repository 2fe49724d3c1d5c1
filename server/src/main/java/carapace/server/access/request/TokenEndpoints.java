package carapace.server.access.request;

import carapace.server.access.Limits;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.proof.Nonces;
import carapace.server.access.proof.Target;
import carapace.server.access.token.TokenGrants;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /oauth2/token`.
@RestController
final class TokenEndpoints {

    static final String PATH = "/oauth2/token";

    private final RequestLimits limits;
    private final Nonces nonces;
    private final TokenGrants grants;

    TokenEndpoints(RequestLimits limits, Nonces nonces, TokenGrants grants) {
        this.limits = limits;
        this.nonces = nonces;
        this.grants = grants;
    }

    /// Reads the body itself: Spring would mix in the query's parameters.
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> token(HttpServletRequest request) throws IOException {
        var exchange = Exchange.of(request);
        limits.take(exchange, Limits.ADDRESS_TOKENS, exchange.address());
        if (request.getQueryString() != null || request.getHeader("Authorization") != null) {
            throw new Refusal(
                    ProblemType.TOKEN_REQUEST_INVALID.because(
                            "send everything in the body: no query, no Authorization"));
        }
        var form = request.getInputStream().readAllBytes();
        var target = new Target(request.getMethod(), request.getRequestURI());
        var asked = grants.check(form, proof(request), target);
        limits.take(exchange, Limits.AGENT_TOKENS, asked.authority().handle().value());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("DPoP-Nonce", nonces.current())
                .body(grants.grant(asked));
    }

    private static String proof(HttpServletRequest request) {
        var proofs = Collections.list(request.getHeaders("DPoP"));
        if (proofs.size() != 1) {
            throw new Refusal(
                    ProblemType.PROOF_MISSING.because("send exactly one in the header DPoP"));
        }
        return proofs.getFirst();
    }
}
