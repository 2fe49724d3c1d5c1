package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        thiefRewrites(target, attempts);
        for (var round = 0; round < ROUNDS; round++) {
            inParallel(target, attempts);
        }
    }

    private static void thiefPostsLast(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var thief = owner.stolen();
        owner.act(post("by the owner"));
        var forged = thief.next(post("by the thief"));
        noticed(attempts, "thief last", send(thief, forged));
        shown(owner, forged.id(), "thief last", attempts);
        // Whatever became of it, it must not have become a post.
        gone(owner, forged.id(), "thief last", attempts);
    }

    private static void thiefPostsFirst(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var thief = owner.stolen();
        thief.act(post("by the thief"));
        var honest = owner.next(post("by the owner"));
        noticed(attempts, "thief first: the owner is told", send(owner, honest));
        shown(owner, honest.id(), "thief first", attempts);
    }

    /// The thief tries to replace what stands in the chain already, and to put something into a
    /// gap.
    private static void thiefRewrites(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var thief = owner.stolen();
        owner.act(post("first"), post("second"), post("third"));
        var first = thief.next(post("another first"));
        var second = thief.next(post("another second"));
        noticed(
                attempts,
                "thief rewrites the past",
                thief.submit(List.of(first.compact(), second.compact()), thief.token()));
        for (var ahead : List.of(1L, 2L, 1_000L)) {
            var later = owner.sign(post("ahead"), owner.seq() + ahead, owner.head());
            attempts.refused("thief leaves a gap", send(owner, later));
        }
        var foreign = owner.sign(post("elsewhere"), owner.seq(), first.id());
        attempts.refused("thief follows another record", send(owner, foreign));
    }

    private static Answer send(Puppet hands, SignedRecord record) throws Exception {
        return hands.submit(List.of(record.compact()), hands.token());
    }

    private static void noticed(Attempts attempts, String kind, Answer answer) {
        var told = answer.status() == 409 && answer.body().contains("chain-fork");
        attempts.tried(kind, !told, answer.brief());
    }

    /// The refused record is kept as evidence, and the agent can read it.
    private static void shown(Puppet owner, RecordId refused, String kind, Attempts attempts)
            throws Exception {
        var path = "/v1/agents/%s/forks".formatted(owner.handle());
        var answer = owner.call("GET", path, owner.token(), "");
        attempts.tried(
                kind + ": without evidence",
                !answer.body().contains(refused.value()),
                answer.brief());
    }

    private static void gone(Puppet reader, RecordId id, String kind, Attempts attempts)
            throws Exception {
        for (var path : List.of("/v1/records/", "/v1/posts/")) {
            var answer = reader.wire().get(reader.url(path + id), Map.of());
            attempts.refused(kind + ": left behind", answer);
        }
    }

    private static void inParallel(Target target, Attempts attempts) throws Exception {
        var owner = Puppet.claimed(target, "fork");
        var token = owner.token();
        var tries = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < PARALLEL; i++) {
            var hands = owner.stolen();
            var record = hands.next(post("one of many " + i)).compact();
            tries.add(() -> hands.submit(List.of(record), token));
        }
        var accepted = 0;
        var told = 0;
        try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (var future : threads.invokeAll(tries)) {
                var answer = future.get();
                accepted += answer.ok() ? 1 : 0;
                told += answer.body().contains("chain-fork") ? 1 : 0;
            }
        }
        attempts.tried(
                "in parallel",
                accepted != 1 || told != PARALLEL - 1,
                "%d records with one seq were accepted, %d holders were told"
                        .formatted(accepted, told));
        var path = "/v1/agents/%s/forks".formatted(owner.handle());
        var evidence = owner.call("GET", path, owner.token(), "");
        attempts.tried(
                "in parallel: without evidence",
                !evidence.body().contains("\"jws\""),
                evidence.brief());
    }

    private static PostBody.Create post(String title) {
        return new PostBody.Create(new CommunityName("general"), title, null, null);
    }
}
