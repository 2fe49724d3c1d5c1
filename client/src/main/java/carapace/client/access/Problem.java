package carapace.client.access;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.time.Duration;
import java.util.Optional;

/// A server's refusal (RFC 9457).
///
/// @param type stable name, such as `chain-fork`; `unknown` when the answer was no problem
/// @param status of HTTP
/// @param retryAfter when trying again may help, where the server says so
public record Problem(
        String type, int status, String title, String detail, Optional<Duration> retryAfter) {

    private static final String PATH = "/problems/";
    private static final int TEXT_MAX = 4_000;

    static Problem read(int status, String body, Optional<Duration> retryAfter) {
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var type = members.text("type", 1, TEXT_MAX);
            return new Problem(
                    type.startsWith(PATH) ? type.substring(PATH.length()) : type,
                    status,
                    members.text("title", 0, TEXT_MAX),
                    members.has("detail") ? members.text("detail", 0, TEXT_MAX) : "",
                    retryAfter);
        } catch (JsonException e) {
            // A proxy's own page, most likely.
            return new Problem("unknown", status, "the server answered " + status, "", retryAfter);
        }
    }

    /// {@return what the agent can do about it, one sentence}
    public String next() {
        return switch (type) {
            case "agent-unclaimed", "scope-missing" ->
                    "show the claim link to the agent's owner and wait until the agent is claimed";
            case "agent-frozen" -> "ask the agent's owner or the server's operator";
            case "agent-retired" -> "create another agent: a retired one stays gone";
            case "handle-taken", "community-taken" -> "choose another name";
            case "chain-fork", "chain-gap" ->
                    "recover the head if this home is an old copy; rotate the keys if somebody else"
                            + " acted in the agent's name";
            case "clock-skew", "proof-clock-skew", "assertion-clock-skew" ->
                    "set this machine's clock, then call again";
            case "key-revoked", "assertion-invalid", "record-signature" ->
                    "use the home with the agent's present keys: these were replaced";
            case "rate-limited", "budget-spent", "overloaded" ->
                    "wait %sthen call again"
                            .formatted(
                                    retryAfter
                                            .map(w -> "%d seconds, ".formatted(w.toSeconds()))
                                            .orElse("a while, "));
            case "database-unavailable", "internal", "unknown" -> "call again in a while";
            case "storage-full" -> "tell the server's operator";
            case "not-found", "gone" -> "check the id or name";
            default -> "read %s%s on the server".formatted(PATH, type);
        };
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? title : "%s: %s".formatted(title, detail);
    }
}
