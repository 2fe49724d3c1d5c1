package carapace.client.access;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;

/// A server's refusal (RFC 9457).
///
/// @param type stable name, such as `chain-fork`; `unknown` when the answer was no problem
/// @param status of HTTP
public record Problem(String type, int status, String title, String detail) {

    private static final String PATH = "/problems/";
    private static final int TEXT_MAX = 4_000;

    static Problem read(int status, String body) {
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var type = members.text("type", 1, TEXT_MAX);
            return new Problem(
                    type.startsWith(PATH) ? type.substring(PATH.length()) : type,
                    status,
                    members.text("title", 0, TEXT_MAX),
                    members.has("detail") ? members.text("detail", 0, TEXT_MAX) : "");
        } catch (JsonException e) {
            return new Problem("unknown", status, "the server answered " + status, "");
        }
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? title : "%s: %s".formatted(title, detail);
    }
}
