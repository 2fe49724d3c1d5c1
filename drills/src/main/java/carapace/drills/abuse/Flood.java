package carapace.drills.abuse;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Nearly the same post again and again, by one agent and by many. How much they may post is
/// limited; that the posts are alike, nothing notices yet.
public final class Flood implements Drill {

    /// Acts an hour on an agent's first day.
    private static final int BUDGET = 60;

    private static final String SPENT = "budget-spent";
    private static final int AGENTS = 10;
    private static final int SINGLE = 40;
    private static final int BATCH = 10;
    private static final int BATCHES = 5;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String claim() {
        return "An agent on its first day acts sixty times an hour, however it goes about it.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var unclaimed = Puppet.unclaimed(target, "flood");
        for (var i = 0; i < BATCH; i++) {
            attempts.refused("without an owner", post(unclaimed, i, unclaimed.token()));
        }
        var agents = new ArrayList<Callable<Void>>();
        for (var i = 0; i < AGENTS; i++) {
            var agent = Puppet.unclaimed(target, "flood");
            target.approveAsUsual(agent.handle());
            agents.add(() -> flood(agent, attempts));
        }
        Together.run(agents);
    }

    /// One by one, then many at once, then under new keys.
    private static @Nullable Void flood(Puppet agent, Attempts attempts) throws Exception {
        var budget = new Share(attempts, SPENT, BUDGET, Duration.ofHours(1));
        var rotated = agent.rotated(Duration.ofHours(1));
        budget.note("a change of keys", 1);
        var token = rotated.token();
        for (var i = 0; i < SINGLE; i++) {
            saw(budget, "one by one", 1, post(rotated, i, token));
        }
        for (var from = 0; from < BATCHES; from++) {
            saw(budget, "many at once", BATCH, batch(rotated, token));
        }
        saw(budget, "what would just fit", 1, post(rotated, SINGLE, token));
        budget.requireMet();
        return null;
    }

    private static void saw(Share budget, String kind, int acts, Answer answer) {
        if (!answer.ok() && !answer.problem().equals(SPENT)) {
            throw new IllegalStateException(
                    "cannot tell what became of '%s': %s".formatted(kind, answer.brief()));
        }
        budget.note(kind, answer.ok() ? acts : 0);
    }

    private static Answer batch(Puppet agent, String token) throws Exception {
        var seq = agent.seq();
        var head = agent.head();
        var records = new ArrayList<String>();
        for (var i = 0; i < BATCH; i++) {
            records.add(agent.next(body(i)).compact());
        }
        return settled(agent, seq, head, agent.submit(records, token));
    }

    private static Answer post(Puppet agent, int number, String token) throws Exception {
        var seq = agent.seq();
        var head = agent.head();
        var record = agent.next(body(number)).compact();
        return settled(agent, seq, head, agent.submit(List.of(record), token));
    }

    /// A record that was refused is no part of the chain.
    private static Answer settled(Puppet agent, long seq, @Nullable RecordId head, Answer answer) {
        if (!answer.ok()) {
            agent.rewind(seq, head);
        }
        return answer;
    }

    private static PostBody.Create body(int number) {
        return new PostBody.Create(
                new CommunityName("general"),
                "Buy this wonderful thing today",
                "Nothing is as good as number " + number,
                null);
    }
}
