package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Puppet;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The control: an agent that no change is about. Only where it acts and is read as always do the
/// refusals of others tell something; a server that is down refuses everybody.
final class Bystander {

    private static final String ACT = "act";
    private static final String READ = "read";

    /// What it does after each change, beside asking for a token.
    static final Set<String> STEPS = Set.of(ACT, READ);

    private static final CommunityName GENERAL = new CommunityName("general");

    private static final Duration TOKEN_KEPT = Duration.ofMinutes(3);

    private final Scene scene;
    private final Puppet agent;
    private final Attempts attempts;
    private long seq;
    private @Nullable RecordId head;
    private String token = "";
    private Instant tokenFrom = Instant.EPOCH;

    Bystander(Scene scene, Attempts attempts) {
        this.scene = scene;
        this.agent = scene.bystander();
        this.attempts = attempts;
    }

    /// Before the next change: has a token that is good for a while after it.
    void getReady() throws Exception {
        seq = agent.seq();
        head = agent.head();
        if (tokenFrom.plus(TOKEN_KEPT).isBefore(Instant.now())) {
            token = agent.token();
            tokenFrom = Instant.now();
        }
    }

    /// Its chain is again what it was before the change.
    void putBack() {
        agent.rewind(seq, head);
    }

    /// Asks for a token, posts and reads. Each step must work, or be refused as it should be.
    ///
    /// @throws IllegalStateException when a step that should work does not, or is refused in
    ///   another way than it should be
    void goOn(Aftermath after) throws Exception {
        // A server that can read nothing may still remember enough of an agent for a token.
        if (!after.refusals().containsKey(READ)) {
            met(after, "token", agent.askForToken(agent.assertion(), ""));
        }
        var post = agent.next(new PostBody.Create(GENERAL, "canary bystander", "still here", null));
        met(after, ACT, agent.submit(List.of(post.compact()), token));
        if (after.refusals().containsKey(ACT)) {
            putBack();
            read(after, scene.untouched());
        } else {
            read(after, post.id());
        }
    }

    private void read(Aftermath after, RecordId post) throws Exception {
        met(after, READ, agent.wire().get(agent.url("/v1/posts/" + post), Map.of()));
        if (!after.refusals().containsKey(READ)) {
            var checked = scene.verifier().post(post);
            if (!checked.holds()) {
                throw new IllegalStateException(
                        "%s: what nobody touched does not verify: %s"
                                .formatted(after.done(), checked.problems()));
            }
        }
    }

    private void met(Aftermath after, String step, Answer answer) {
        var refusal = after.refusals().get(step);
        if (refusal != null) {
            attempts.refused(
                    "somebody served by a server that should refuse everybody",
                    answer,
                    "%s: %s".formatted(after.done(), step),
                    Set.of(refusal));
        } else if (!answer.ok()) {
            throw new IllegalStateException(
                    "%s: the %s of an agent that was left alone should work: %s"
                            .formatted(after.done(), step, answer.brief()));
        }
    }
}
