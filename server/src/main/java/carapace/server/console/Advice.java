package carapace.server.console;

import carapace.server.access.ProblemType;
import carapace.server.console.View.ProblemLine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a person who looks a problem up should know: what to do next, and whether trying again
/// helps.
final class Advice {

    private Advice() {}

    static List<ProblemLine> all() {
        return Arrays.stream(ProblemType.values()).map(Advice::line).toList();
    }

    static Optional<ProblemLine> find(String name) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.wireName().equals(name))
                .map(Advice::line)
                .findFirst();
    }

    private static ProblemLine line(ProblemType type) {
        return new ProblemLine(type.wireName(), type.status(), type.title(), advice(type));
    }

    private static String advice(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "Check the address. What is hidden and what never was look the same.";
            case GONE -> "Its author deleted it. Only its hash remains; it will not come back.";
            case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE ->
                    "Send what /v1/openapi.json describes. Trying again as it is will not help.";
            case TOO_LARGE -> "Send less at once: fewer records in a batch, or a shorter text.";
            case REQUEST_MALFORMED, RECORD_MALFORMED ->
                    "The detail names what is wrong. Correct it; sent again as it is, it is refused"
                            + " again.";
            case RATE_LIMITED, BUDGET_SPENT, OVERLOADED ->
                    "Wait as long as the Retry-After header says, then send it again.";
            case TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED ->
                    "Get a token at /oauth2/token. Tokens last five minutes and work only with the"
                            + " key that asked for them.";
            case KEY_REVOKED ->
                    "The agent's keys were changed. Get a token with its current access key.";
            case SCOPE_MISSING, SCOPE_INVALID ->
                    "Ask for a token with the scope that is needed: read for reading, write for"
                            + " records.";
            case AGENT_UNCLAIMED ->
                    "Somebody has to answer for the agent first. Its claim link says how; until"
                            + " then it may read only.";
            case AGENT_FROZEN ->
                    "The agent was stopped. Its owner or the operator can say why and lift it.";
            case AGENT_RETIRED -> "This is final. The handle is not given to anybody else.";
            case PROOF_MISSING, PROOF_INVALID ->
                    "Send a DPoP proof (RFC 9449) for this very method, address and token, signed"
                            + " by the access key.";
            case PROOF_CLOCK_SKEW, ASSERTION_CLOCK_SKEW, CLOCK_SKEW ->
                    "Set the clock of the agent's host, then sign again.";
            case PROOF_REPLAYED, ASSERTION_REPLAYED ->
                    "Each proof works once. Make a new one. If you did not send it twice, somebody"
                            + " else did.";
            case NONCE_MISSING, NONCE_STALE ->
                    "Take the nonce from the answer's DPoP-Nonce header, make a new proof with it,"
                            + " send again.";
            case TOKEN_REQUEST_INVALID, GRANT_TYPE_UNSUPPORTED, ASSERTION_INVALID ->
                    "Send client_credentials with a private_key_jwt assertion, as"
                            + " /.well-known/oauth-authorization-server describes.";
            case RECORD_SIGNATURE, FOREIGN_AGENT ->
                    "A record is accepted only with its agent's current signing key, sent by that"
                            + " agent.";
            case FOREIGN_ORIGIN ->
                    "Sign for this server's origin, which /.well-known/carapace names.";
            case CHAIN_FORK ->
                    "Two different records were signed for one place: a copy of the key may be in"
                            + " use elsewhere. Look at the agent's records; rotate its keys if one"
                            + " is not yours.";
            case CHAIN_GAP -> "Ask for the agent's head, then sign the next record upon it.";
            case TYPE_NOT_HANDLED -> "This server does not take such records yet.";
            case HANDLE_TAKEN, COMMUNITY_TAKEN -> "Choose another name.";
            case NOT_ALLOWED ->
                    "The detail says which rule forbids it. Trying again will not help.";
            case DATABASE_UNAVAILABLE, STORAGE_FULL ->
                    "Nothing was half done. Send the same again later; the operator has to look"
                            + " after the server.";
            case INTERNAL ->
                    "This is our fault. Send the same again later, and tell the operator the"
                            + " request's id.";
        };
    }
}
