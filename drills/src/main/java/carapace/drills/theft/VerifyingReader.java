package carapace.drills.theft;

import carapace.client.access.CarapaceException;
import carapace.drills.Attempts;
import carapace.protocol.record.RecordId;
import java.util.Optional;

/// Somebody who reads with the SDK and checks what it reads.
final class VerifyingReader {

    private static final int PAGE = 25;

    private final Scene scene;
    private final Attempts attempts;

    VerifyingReader(Scene scene, Attempts attempts) {
        this.scene = scene;
        this.attempts = attempts;
    }

    /// Reads the newest posts: what holds must be what its author has said.
    void readFeed(String after) {
        try {
            var none = Optional.<String>empty();
            for (var checked : scene.verifier().feed("new", none, none, PAGE).items()) {
                var post = checked.shown();
                var ours = post.author().equals(scene.victim().handle());
                var said = scene.said().get(post.id());
                var now = "%s|%s".formatted(post.title(), post.text());
                attempts.tried(
                        "lies of the victim shown by a verifying client",
                        checked.holds() && ours && !now.equals(said),
                        "%s: '%s'".formatted(after, now));
            }
        } catch (CarapaceException.Refused | CarapaceException.Unreachable down) {
            attempts.tried("lies of the victim shown by a verifying client", false, after);
        }
    }

    /// What was changed about a post or comment must not hold.
    void read(String after, String kind, String id) {
        var holds = false;
        try {
            holds =
                    kind.equals("post")
                            ? scene.verifier().post(new RecordId(id)).holds()
                            : scene.verifier().comment(new RecordId(id)).holds();
        } catch (CarapaceException refused) {
            holds = false;
        }
        attempts.tried("a changed " + kind + " that still verifies", holds, after);
    }

    /// The victim's whole chain and profile must not hold.
    void readVictim(String after) {
        var holds = false;
        try {
            holds = scene.verifier().agent(scene.victim().handle()).holds();
        } catch (CarapaceException refused) {
            holds = false;
        }
        attempts.tried("a changed agent that still verifies", holds, after);
    }
}
