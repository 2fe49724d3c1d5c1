package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Puppet;
import carapace.drills.Wire.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Presents a string as every kind of credential that the server knows.
final class Credentials {

    private static final String PATH = "/v1/posts?limit=1";

    /// Beyond these no header holds it.
    private static final int LENGTH_MAX = 4_096;

    /// By kind of credential: what the server says of one that is none, or not the thief's.
    private static final Map<String, Set<String>> REFUSALS =
            Map.of(
                    "bearer token", Set.of("token-invalid"),
                    "token",
                            Set.of(
                                    "token-invalid",
                                    "token-expired",
                                    "key-revoked",
                                    "proof-invalid"),
                    "assertion",
                            Set.of(
                                    "assertion-invalid",
                                    "assertion-clock-skew",
                                    "assertion-replayed",
                                    "agent-frozen"),
                    "proof",
                            Set.of(
                                    "proof-invalid",
                                    "proof-clock-skew",
                                    "proof-replayed",
                                    "nonce-missing",
                                    "nonce-stale"),
                    "nonce", Set.of("nonce-stale", "proof-invalid"));

    private static final Duration TOKEN_KEPT = Duration.ofMinutes(3);

    private final Puppet thief;
    private final Attempts attempts;
    private final Set<String> tried = new HashSet<>();
    private String ownToken = "";
    private Instant ownTokenFrom = Instant.EPOCH;

    Credentials(Scene scene, Attempts attempts) {
        this.thief = scene.thief();
        this.attempts = attempts;
    }

    /// {@return whether the string can stand in a header, and was not tried before}
    boolean isNew(String text) {
        return text.length() <= LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f)
                && !tried.contains(text);
    }

    int count() {
        return tried.size();
    }

    /// @param from where the string was found, in a few words
    void present(String text, String from) throws Exception {
        if (!isNew(text)) {
            return;
        }
        tried.add(text);
        var bearer = thief.wire().get(thief.url(PATH), Map.of("Authorization", "Bearer " + text));
        refused(from, "bearer token", text, bearer);
        refused(from, "token", text, thief.call("GET", PATH, text, ""));
        refused(from, "assertion", text, thief.askForToken(text, ""));
        refused(from, "proof", text, thief.send("GET", PATH, token(), text, ""));
        var withNonce = thief.proof("GET", PATH, token()).claim("nonce", text).sign(thief.access());
        refused(from, "nonce", text, thief.send("GET", PATH, token(), withNonce, ""));
    }

    /// The thief's own, honestly asked for.
    private String token() throws Exception {
        if (ownTokenFrom.plus(TOKEN_KEPT).isBefore(Instant.now())) {
            ownToken = thief.token();
            ownTokenFrom = Instant.now();
        }
        return ownToken;
    }

    private void refused(String from, String kind, String text, Answer answer) {
        var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        attempts.refused(
                "%s as %s".formatted(from, kind),
                answer,
                "'%s'".formatted(shown),
                REFUSALS.getOrDefault(kind, Set.of()));
    }
}
