package carapace.drills.theft;

import carapace.client.access.CarapaceException;
import carapace.client.read.FeedQuery;
import carapace.client.read.FeedQuery.Source;
import carapace.client.read.FeedSort;
import carapace.drills.Attempts;
import carapace.protocol.record.RecordId;
import java.util.Set;

/// Somebody who reads with the SDK and checks what it reads.
final class VerifyingReader {

    private static final int PAGE = 25;

    /// Of what the change has removed.
    private static final Set<String> NOTHING_THERE = Set.of("not-found", "gone");

    private final Scene scene;
    private final Attempts attempts;

    VerifyingReader(Scene scene, Attempts attempts) {
        this.scene = scene;
        this.attempts = attempts;
    }

    /// Reads the newest posts: what holds must be what its author has said.
    void readFeed(Aftermath after) {
        try {
            var newest = FeedQuery.of(new Source.Everywhere(), FeedSort.NEW).withLimit(PAGE);
            for (var checked : scene.verifier().feed(newest).items()) {
                var post = checked.shown();
                var ours = post.author().equals(scene.victim().handle());
                var said = scene.said().get(post.id());
                var now = "%s|%s".formatted(post.title(), post.text());
                attempts.tried(
                        "lies of the victim shown by a verifying client",
                        checked.holds() && ours && !now.equals(said),
                        "%s: '%s'".formatted(after.done(), now));
            }
        } catch (CarapaceException refused) {
            requireTelling(refused, after);
            attempts.tried("lies of the victim shown by a verifying client", false, after.done());
        }
    }

    /// What was changed about a post or comment must not hold.
    void read(Aftermath after, String kind, String id) {
        var holds = false;
        try {
            holds =
                    kind.equals("post")
                            ? scene.verifier().post(new RecordId(id)).holds()
                            : scene.verifier().comment(new RecordId(id)).holds();
        } catch (CarapaceException refused) {
            requireTelling(refused, after);
        }
        attempts.tried("a changed " + kind + " that still verifies", holds, after.done());
    }

    /// The victim's whole chain and profile must not hold.
    void readVictim(Aftermath after) {
        var holds = false;
        try {
            holds = scene.verifier().agent(scene.victim().handle()).holds();
        } catch (CarapaceException refused) {
            requireTelling(refused, after);
        }
        attempts.tried("a changed agent that still verifies", holds, after.done());
    }

    /// A client that cannot read at all was not shown a lie, and does not show that it would see
    /// it.
    private static void requireTelling(CarapaceException refused, Aftermath after) {
        var telling =
                switch (refused) {
                    case CarapaceException.Forged _ -> true;
                    case CarapaceException.Refused no ->
                            after.refusalsWith(NOTHING_THERE).contains(no.problem().type());
                    case CarapaceException.Unreachable _, CarapaceException.Home _ -> false;
                };
        if (!telling) {
            throw new IllegalStateException(
                    "%s: a client could not read".formatted(after.done()), refused);
        }
    }
}
