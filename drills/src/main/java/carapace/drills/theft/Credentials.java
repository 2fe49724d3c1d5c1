package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Puppet;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonWriter;
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

    private static final Duration TOKEN_KEPT = Duration.ofMinutes(3);

    private final Scene scene;
    private final Puppet thief;
    private final Attempts attempts;
    private final Set<String> tried = new HashSet<>();
    private String ownToken = "";
    private Instant ownTokenFrom = Instant.EPOCH;

    Credentials(Scene scene, Attempts attempts) {
        this.scene = scene;
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
        var proof = thief.proof("GET", PATH, text).sign(thief.access());
        refused(from, "token", text, thief.send("GET", PATH, text, proof, ""));
        refused(from, "assertion", text, thief.askForToken(text, ""));
        refused(from, "proof", text, thief.send("GET", PATH, token(), text, ""));
        var withNonce = thief.proof("GET", PATH, token()).claim("nonce", text).sign(thief.access());
        refused(from, "nonce", text, thief.send("GET", PATH, token(), withNonce, ""));
        claim(text, from);
    }

    /// No door takes a code yet; these are those where it would be tried.
    private void claim(String text, String from) throws Exception {
        var victim = scene.victim().handle();
        var body = new JsonWriter().text("code", text).write();
        for (var path :
                new String[] {"/claim/" + victim, "/v1/agents/%s/claim".formatted(victim)}) {
            refused(from, "claim code", text, thief.call("POST", path, "", body));
        }
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
        attempts.tried(
                "%s as %s".formatted(from, kind),
                answer.ok(),
                "'%s': %s".formatted(shown, answer.brief()));
    }
}
