package carapace.server.access.token;

import carapace.protocol.json.JsonWriter;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Scope;
import carapace.server.access.proof.ProofCheck;
import carapace.server.access.proof.Target;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.OnceSpent;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Gives out access tokens for client credentials (RFC 6749 §4.4): an assertion and a proof of the
/// same access key.
@Component
public final class TokenGrants {

    private final ProofCheck proofs;
    private final AssertionCheck assertions;
    private final AccessTokens tokens;
    private final Database database;

    TokenGrants(
            ProofCheck proofs, AssertionCheck assertions, AccessTokens tokens, Database database) {
        this.proofs = proofs;
        this.assertions = assertions;
        this.tokens = tokens;
        this.database = database;
    }

    /// Finds out who asks, and for what.
    ///
    /// @param form body of the request
    /// @param proof header of the request
    /// @throws Refusal when the request does not show that
    public TokenRequest check(byte[] form, String proof, Target target) {
        var parameters = TokenForm.parse(form);
        var compact = parameters.assertion();
        var proven = proofs.check(proof, target);
        var shown = assertions.check(compact, proven);
        var handle = shown.authority().handle();
        if (parameters.optional("client_id").filter(id -> !id.equals(handle.value())).isPresent()) {
            throw new Refusal(
                    ProblemType.TOKEN_REQUEST_INVALID.because(
                            "client_id is not the agent of the assertion"));
        }
        return new TokenRequest(
                shown.authority(), shown.grant().jkt(), scopes(parameters), proven, shown.once());
    }

    private static Set<Scope> scopes(TokenForm parameters) {
        return parameters
                .scopes()
                .map(TokenGrants::known)
                .orElseGet(() -> EnumSet.allOf(Scope.class));
    }

    private static Set<Scope> known(List<String> names) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var name : names) {
            scopes.add(
                    Scope.parse(name)
                            .orElseThrow(() ->
                                    new Refusal(
                                            ProblemType.SCOPE_INVALID.because(
                                                    "there are read and write"))));
        }
        return scopes;
    }

    /// Spends proof and assertion, and only then makes the token.
    ///
    /// @return the answer of RFC 6749 §5.1
    /// @throws Refusal when the agent may have no token
    public String grant(TokenRequest request) {
        request.proof().spend();
        try {
            var agent = request.authority().handle();
            database.spend(new Caller.Agent(agent), request.assertion());
        } catch (OnceSpent replayed) {
            throw new Refusal(
                    ProblemType.ASSERTION_REPLAYED.because("make a new assertion, with a new jti"));
        }
        var scopes = granted(request);
        return new JsonWriter()
                .text(
                        "access_token",
                        tokens.issue(request.authority().handle(), request.jkt(), scopes))
                .text("token_type", "DPoP")
                .number("expires_in", AccessTokens.LIFETIME.toSeconds())
                .text("scope", AccessTokens.names(scopes))
                .write();
    }

    private static Set<Scope> granted(TokenRequest request) {
        var scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(request.scopes());
        switch (request.authority().status()) {
            case FROZEN ->
                    throw refused(ProblemType.AGENT_FROZEN, "its owner or the operator stopped it");
            case RETIRED -> throw refused(ProblemType.AGENT_RETIRED, "a retired agent stays gone");
            case UNCLAIMED -> scopes.retainAll(Set.of(Scope.READ));
            case ACTIVE -> {}
        }
        if (scopes.isEmpty()) {
            throw refused(ProblemType.AGENT_UNCLAIMED, "give the claim link to the agent's owner");
        }
        return scopes;
    }

    private static Refusal refused(ProblemType type, String detail) {
        return new Refusal(type.because(detail));
    }
}
