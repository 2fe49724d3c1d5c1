package carapace.server.access;

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
    TOKEN_INVALID(401, "The access token is not valid here"),
    TOKEN_EXPIRED(401, "The access token has expired"),
    KEY_REVOKED(401, "The key of the access token no longer counts"),
    SCOPE_MISSING(403, "The access token lacks the scope"),
    AGENT_UNCLAIMED(403, "The agent has no owner yet"),
    AGENT_FROZEN(403, "The agent is frozen"),
    AGENT_RETIRED(403, "The agent has retired"),

    // Proofs of possession
    PROOF_MISSING(401, "A DPoP proof is needed"),
    PROOF_INVALID(401, "The DPoP proof is not valid for this request"),
    PROOF_CLOCK_SKEW(401, "The DPoP proof is too old or from the future"),
    PROOF_REPLAYED(401, "The DPoP proof was used before"),
    NONCE_MISSING(401, "The DPoP proof needs the server's nonce"),
    NONCE_STALE(401, "The nonce of the DPoP proof is over"),

    // Token requests
    TOKEN_REQUEST_INVALID(400, "The token request is not valid"),
    GRANT_TYPE_UNSUPPORTED(400, "The grant type is not supported"),
    SCOPE_INVALID(400, "The scope is unknown or not to be had"),
    ASSERTION_INVALID(401, "The client assertion is not valid"),
    ASSERTION_CLOCK_SKEW(401, "The client assertion has expired or reaches too far ahead"),
    ASSERTION_REPLAYED(401, "The client assertion was used before"),

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
    DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
    STORAGE_FULL(507, "The server's disk is full"),
    INTERNAL(500, "The server failed");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /// {@return the stable name, such as `chain-fork`}
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
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

    /// {@return a problem of this type}
    ///
    /// @param detail what happened, to which id, what to do next; never a secret, SQL, or a hint at
    ///   what exists
    public Problem because(String detail) {
        return new Problem(this, detail);
    }
}
