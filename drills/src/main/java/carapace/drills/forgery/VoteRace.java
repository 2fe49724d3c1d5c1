package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Many votes, flips and withdrawals at once; the score must be the sum of what was signed.
public final class VoteRace implements Drill {

    private static final int VOTERS = 20;
    private static final int VOTES_EACH = 10;
    private static final List<Direction> DIRECTIONS = List.copyOf(EnumSet.allOf(Direction.class));
    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "vote-race";
    }

    @Override
    public String claim() {
        return "A score is exactly the sum of the signed votes, whatever races are run.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var author = Puppet.claimed(target, "author");
        var post =
                author.act(new PostBody.Create(new CommunityName("general"), "vote", null, null));
        var random = new Random(7);
        var voters = new ArrayList<Puppet>();
        var last = new ArrayList<Direction>();
        var work = new ArrayList<Callable<Void>>();
        for (var i = 0; i < VOTERS; i++) {
            var voter = Puppet.claimed(target, "voter");
            var votes = new ArrayList<Direction>();
            for (var j = 0; j < VOTES_EACH; j++) {
                votes.add(DIRECTIONS.get(random.nextInt(DIRECTIONS.size())));
            }
            voters.add(voter);
            last.add(votes.getLast());
            work.add(() -> voteAll(voter, post, votes));
        }
        try (var threads = Executors.newFixedThreadPool(VOTERS)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        compare(author, post, last.stream().mapToInt(Direction::weight).sum(), attempts);
        stuffedBallot(voters.getFirst(), post, attempts);
        var expected =
                last.stream().skip(1).mapToInt(Direction::weight).sum() + Direction.UP.weight();
        compare(author, post, expected, attempts);
    }

    private static Void voteAll(Puppet voter, RecordId post, List<Direction> votes)
            throws Exception {
        var token = voter.token();
        for (var vote : votes) {
            var record = voter.next(new PostBody.Vote(post, vote));
            var answer = voter.submit(List.of(record.compact()), token);
            if (!answer.ok()) {
                throw new IllegalStateException("an honest vote was refused: " + answer.brief());
            }
        }
        return null;
    }

    /// One agent sends its one vote many times: in a batch, and the same bytes in parallel.
    private static void stuffedBallot(Puppet voter, RecordId post, Attempts attempts)
            throws Exception {
        var up = new PostBody.Vote(post, Direction.UP);
        var batch = List.of(voter.next(up), voter.next(up), voter.next(up));
        var compact = batch.stream().map(r -> r.compact()).toList();
        var token = voter.token();
        var tries = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < VOTERS; i++) {
            tries.add(() -> voter.submit(compact, token).status());
        }
        try (var threads = Executors.newFixedThreadPool(VOTERS)) {
            for (var status : threads.invokeAll(tries)) {
                attempts.tried(
                        "the same batch in parallel", status.get() / 100 == 5, "server error");
            }
        }
    }

    private static void compare(Puppet reader, RecordId post, int expected, Attempts attempts)
            throws Exception {
        var deadline = Instant.now().plus(COUNTED_WITHIN);
        var seen = score(reader, post);
        while (seen != expected && Instant.now().isBefore(deadline)) {
            seen = score(reader, post);
        }
        attempts.tried(
                "score against signed votes",
                seen != expected,
                "score is %d, signed votes sum to %d".formatted(seen, expected));
    }

    private static long score(Puppet reader, RecordId post) throws Exception {
        var answer = reader.wire().get(reader.url("/v1/posts/" + post.value()), Map.of());
        return Members.tolerant(StrictJson.parse(answer.body())).number("score", -1_000, 1_000);
    }
}
