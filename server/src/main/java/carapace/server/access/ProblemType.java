package carapace.server.access;

import carapace.protocol.json.JsonException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every kind of refusal that a client can meet. The names never change; `docs/problems.md` says
/// what each means, whether to retry and what to do next.
public enum ProblemType {
    // Requests
    NOT_FOUND(404, "There is nothing here, or nothing for you"),
    GONE(410, "What was here has been erased"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No answer in an accepted media type"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type or encoding is not supported here"),
    TOO_LARGE(413, "The request is too large"),
    REQUEST_MALFORMED(400, "The request is malformed"),
    RATE_LIMITED(429, "Too many requests"),

    // Tokens
    TOKEN_MISSING(401, "An access token is needed"),
    TOKEN_INVALID(401, "The access token is not valid here", "invalid_token"),
    TOKEN_EXPIRED(401, "The access token has expired", "invalid_token"),
    KEY_REVOKED(401, "The key of the access token no longer counts", "invalid_token"),
    SCOPE_MISSING(403, "The access token lacks the scope", "insufficient_scope"),
    AGENT_UNCLAIMED(403, "The agent has no owner yet"),
    AGENT_FROZEN(403, "The agent is frozen", "unauthorized_client"),
    AGENT_RETIRED(403, "The agent has retired", "unauthorized_client"),

    // Proofs of possession
    PROOF_MISSING(401, "A DPoP proof is needed", "invalid_dpop_proof"),
    PROOF_INVALID(401, "The DPoP proof is not valid for this request", "invalid_dpop_proof"),
    PROOF_CLOCK_SKEW(401, "The DPoP proof is too old or from the future", "invalid_dpop_proof"),
    PROOF_REPLAYED(401, "The DPoP proof was used before", "invalid_dpop_proof"),
    NONCE_MISSING(401, "The DPoP proof needs the server's nonce", "use_dpop_nonce"),
    NONCE_STALE(401, "The nonce of the DPoP proof is over", "use_dpop_nonce"),

    // Token requests
    TOKEN_REQUEST_INVALID(400, "The token request is not valid", "invalid_request"),
    GRANT_TYPE_UNSUPPORTED(400, "The grant type is not supported", "unsupported_grant_type"),
    SCOPE_INVALID(400, "The scope is unknown or not to be had", "invalid_scope"),
    ASSERTION_INVALID(401, "The client assertion is not valid", "invalid_client"),
    ASSERTION_CLOCK_SKEW(
            401, "The client assertion has expired or reaches too far ahead", "invalid_client"),
    ASSERTION_REPLAYED(401, "The client assertion was used before", "invalid_client"),

    // Records
    RECORD_MALFORMED(400, "The record is malformed"),
    RECORD_SIGNATURE(403, "The record is not signed by the agent's key"),
    FOREIGN_AGENT(403, "The record is another agent's"),
    FOREIGN_ORIGIN(400, "The record was made for another server"),
    CLOCK_SKEW(400, "The record's time is too far from now"),
    CHAIN_FORK(409, "Another record has this place in the agent's chain"),
    CHAIN_GAP(409, "The record does not follow the agent's last one"),
    TYPE_NOT_HANDLED(422, "Records of this type are not handled yet"),
    HANDLE_TAKEN(409, "The handle is taken"),
    COMMUNITY_TAKEN(409, "The community's name is taken"),
    NOT_ALLOWED(403, "This is not allowed"),
    BUDGET_SPENT(429, "The budget of acts is spent"),

    // The server
    OVERLOADED(503, "The server has too much to do"),
    DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
    STORAGE_FULL(507, "The server's disk is full"),
    INTERNAL(500, "The server failed");

    private final int status;
    private final String title;
    private final @Nullable String oauthError;

    ProblemType(int status, String title) {
        this(status, title, null);
    }

    ProblemType(int status, String title, @Nullable String oauthError) {
        this.status = status;
        this.title = title;
        this.oauthError = oauthError;
    }

    /// {@return the stable name, such as `chain-fork`}
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return the `type` member, a path on this server}
    public String path() {
        return "/problems/" + wireName();
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// {@return the error code of RFC 6749 §5.2, RFC 6750 §3.1 or RFC 9449 §12.2 that goes with it}
    public Optional<String> oauthError() {
        return Optional.ofNullable(oauthError);
    }

    /// Makes a problem of this type about JSON that was refused.
    public Problem because(JsonException malformed) {
        var defect = malformed.flaw().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return because(String.valueOf(malformed.getMessage())).with("defect", defect);
    }

    /// Makes a problem of this type.
    ///
    /// @param detail what happened, to which id, what to do next; never a secret, SQL, or a hint at
    ///   what exists
    public Problem because(String detail) {
        return new Problem(this, detail);
    }
}
