package carapace.server.access.request;

import carapace.protocol.key.AccessKey;
import carapace.server.access.AgentCaller;
import carapace.server.access.AgentKeys;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.access.Limits;
import carapace.server.access.Newcomer;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.Scope;
import carapace.server.access.Standing.Proven;
import carapace.server.access.proof.Nonces;
import carapace.server.access.proof.Proof;
import carapace.server.access.proof.ProofCheck;
import carapace.server.access.proof.Target;
import carapace.server.access.token.AccessToken;
import carapace.server.access.token.AccessTokens;
import carapace.server.database.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// Finds out who sent a request. Token, key and status are looked at afresh each time; only what
/// the server itself signed into a token is remembered.
@Component
class Authentication {

    private static final String SCHEME = "dpop ";
    static final String RECORDS = "/v1/records";
    static final String IMAGES = "/v1/images";

    private final AccessTokens tokens;
    private final ProofCheck proofs;
    private final Nonces nonces;
    private final AgentKeys agents;
    private final RequestLimits limits;
    private final Clock clock;

    Authentication(
            AccessTokens tokens,
            ProofCheck proofs,
            Nonces nonces,
            AgentKeys agents,
            RequestLimits limits,
            Clock clock) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.nonces = nonces;
        this.agents = agents;
        this.limits = limits;
        this.clock = clock;
    }

    /// Lets the exchange know who is asking: an agent, a newcomer, or a visitor when the request
    /// claims nothing else.
    ///
    /// @throws Refusal when it claims more than it proves
    void identify(HttpServletRequest request, Exchange exchange) {
        var authorization = headers(request, "Authorization");
        var proof = headers(request, "DPoP");
        if (!proof.isEmpty()) {
            exchange.offerNonce(nonces.current());
        }
        if (!authorization.isEmpty()) {
            identifyAgent(request, exchange, token(authorization), single(proof));
        } else if (!proof.isEmpty() && sends(request, RECORDS)) {
            identifyNewcomer(request, exchange, single(proof));
        } else {
            limits.take(exchange, Limits.VISITOR_REQUESTS, exchange.address());
        }
    }

    private void identifyAgent(
            HttpServletRequest request, Exchange exchange, String compactToken, String compact) {
        var token = tokens.read(compactToken);
        var now = clock.instant();
        var authority =
                agents.find(token.handle(), known -> known.grant(token.jkt(), now).isPresent())
                        .orElseThrow(Authentication::revoked);
        var grant = authority.grant(token.jkt(), now).orElseThrow(Authentication::revoked);
        var proof = proved(compact, target(request), token, grant.key());
        limits.take(exchange, Limits.AGENT_REQUESTS, authority.handle().value());
        var owner = authority.owner();
        if (owner != null) {
            limits.take(exchange, Limits.OWNER_REQUESTS, owner);
        }
        if (sends(request, IMAGES)) {
            limits.take(exchange, Limits.AGENT_UPLOADS, authority.handle().value());
        }
        proof.spend();
        refuseStatus(request, authority);
        refuseScope(request, token);
        var claimed = authority.status() == AgentStatus.ACTIVE;
        exchange.restOn(new Proven(authority.handle(), claimed, token.jkt(), token.expires()));
        exchange.readAs(
                new AgentCaller(authority, token.scopes(), new Caller.Agent(authority.handle())));
    }

    private void identifyNewcomer(HttpServletRequest request, Exchange exchange, String compact) {
        limits.take(exchange, Limits.ADDRESS_NEWCOMERS, exchange.address());
        var proof = proofs.check(compact, target(request));
        proof.spend();
        exchange.sendAs(new Newcomer(proof.key()));
    }

    /// Package-private like [#refuseStatus] and [#refuseScope], so that tests can leave one out and
    /// see it missed.
    Proof proved(String compact, Target target, AccessToken token, AccessKey key) {
        return proofs.check(compact, target, token.hash(), key);
    }

    void refuseStatus(HttpServletRequest request, Authority authority) {
        switch (authority.status()) {
            case FROZEN ->
                    throw refused(ProblemType.AGENT_FROZEN, "its owner or the operator stopped it");
            case RETIRED -> throw refused(ProblemType.AGENT_RETIRED, "a retired agent stays gone");
            case UNCLAIMED -> {
                if (!isRead(request)) {
                    throw refused(
                            ProblemType.AGENT_UNCLAIMED,
                            "give the claim link to the agent's owner");
                }
            }
            case ACTIVE -> {}
        }
    }

    void refuseScope(HttpServletRequest request, AccessToken token) {
        var needed = isRead(request) ? Scope.READ : Scope.WRITE;
        if (!token.scopes().contains(needed)) {
            throw refused(
                    ProblemType.SCOPE_MISSING, "ask for a token with scope " + needed.wireName());
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static boolean sends(HttpServletRequest request, String path) {
        return request.getMethod().equals("POST") && request.getRequestURI().equals(path);
    }

    private static Target target(HttpServletRequest request) {
        return new Target(request.getMethod(), request.getRequestURI());
    }

    private static List<String> headers(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static String token(List<String> authorization) {
        var only = authorization.size() == 1 ? authorization.getFirst() : "";
        if (!only.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw refused(ProblemType.TOKEN_INVALID, "send it as Authorization: DPoP TOKEN");
        }
        return only.substring(SCHEME.length()).strip();
    }

    private static String single(List<String> proof) {
        if (proof.isEmpty()) {
            throw refused(ProblemType.PROOF_MISSING, "send one in the header DPoP");
        }
        if (proof.size() > 1) {
            throw refused(ProblemType.PROOF_INVALID, "send one header DPoP, not several");
        }
        return proof.getFirst();
    }

    private static Refusal revoked() {
        return refused(ProblemType.KEY_REVOKED, "ask for a new token with the agent's present key");
    }

    private static Refusal refused(ProblemType type, String detail) {
        return new Refusal(type.because(detail));
    }
}
