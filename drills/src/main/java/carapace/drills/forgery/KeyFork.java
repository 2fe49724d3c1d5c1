package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Two holders of one signing key.
public final class KeyFork implements Drill {

    private static final int ROUNDS = 10;
    private static final int PARALLEL = 16;

    @Override
    public String name() {
        return "key-fork";
    }

    @Override
    public String claim() {
        return "A copied signing key cannot act beside its owner unnoticed: one chain, one next"
                + " record.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        thiefPostsLast(target, attempts);
        thiefPostsFirst(target, attempts);
        inParallel(target, attempts);
    }

    private static void thiefPostsLast(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var thief = owner.stolen();
        owner.act(post("by the owner"));
        var forged = thief.next(post("by the thief"));
        noticed(attempts, "thief last", thief.submit(List.of(forged.compact()), thief.token()));
    }

    private static void thiefPostsFirst(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var thief = owner.stolen();
        thief.act(post("by the thief"));
        var honest = owner.next(post("by the owner"));
        noticed(
                attempts,
                "thief first: the owner is told",
                owner.submit(List.of(honest.compact()), owner.token()));
    }

    private static void noticed(Attempts attempts, String kind, Answer answer) {
        var told = answer.status() == 409 && answer.body().contains("chain-fork");
        attempts.tried(kind, !told, answer.brief());
    }

    private static void inParallel(Target target, Attempts attempts) throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var owner = Puppet.claimed(target, "fork");
            var token = owner.token();
            var tries = new ArrayList<Callable<Answer>>();
            for (var i = 0; i < PARALLEL; i++) {
                var hands = owner.stolen();
                var record = hands.next(post("one of many " + i)).compact();
                tries.add(() -> hands.submit(List.of(record), token));
            }
            var accepted = 0;
            try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
                for (var answer : threads.invokeAll(tries)) {
                    accepted += answer.get().ok() ? 1 : 0;
                }
            }
            attempts.tried(
                    "in parallel",
                    accepted != 1,
                    "%d records with one seq were accepted".formatted(accepted));
        }
    }

    private static PostBody.Create post(String title) {
        return new PostBody.Create(new CommunityName("general"), title, null, null);
    }
}
