package carapace.drills.forgery;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Many votes, flips and withdrawals at once, on a post and on a comment. What counts is what was
/// signed: each voter's last accepted vote, read back from its chain.
public final class VoteRace implements Drill {

    private static final int VOTERS = 20;
    private static final int VOTES_EACH = 10;
    private static final int HANDS = 20;
    private static final int ROUNDS = 10;
    private static final int CONNECTIONS = 40;
    private static final int CHAIN_MAX = 100;
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

    /// A post and a comment under it.
    private record Targets(RecordId post, RecordId comment) {}

    private record Score(long ups, long downs) {}

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var author = Puppet.claimed(target, "author");
        var post =
                author.act(new PostBody.Create(new CommunityName("general"), "vote", null, null));
        var targets = new Targets(post, author.act(new PostBody.Comment(post, null, "vote")));
        var voters = new ArrayList<Puppet>();
        for (var i = 0; i < VOTERS; i++) {
            voters.add(Puppet.claimed(target, "voter"));
        }
        ofMany(voters, targets);
        compare(voters, targets, "many agents", attempts);
        for (var round = 0; round < ROUNDS; round++) {
            ofOne(voters.getFirst(), targets, attempts);
        }
        compare(voters, targets, "many hands of one agent", attempts);
        stuffedBallot(voters.get(1), targets, attempts);
        compare(voters, targets, "one ballot many times", attempts);
        afterTheEnd(author, voters.get(2), targets, attempts);
    }

    /// 200 votes on each, at once: up, down and none at random, each agent's in order.
    private static void ofMany(List<Puppet> voters, Targets targets) throws Exception {
        var random = new Random(7);
        var work = new ArrayList<Callable<Void>>();
        for (var voter : voters) {
            var votes = new ArrayList<Direction>();
            for (var j = 0; j < VOTES_EACH; j++) {
                votes.add(DIRECTIONS.get(random.nextInt(DIRECTIONS.size())));
            }
            work.add(() -> voteAll(voter, targets, votes));
        }
        all(work);
    }

    private static Void voteAll(Puppet voter, Targets targets, List<Direction> votes)
            throws Exception {
        var token = voter.token();
        for (var vote : votes) {
            var batch =
                    List.of(
                            voter.next(new PostBody.Vote(targets.post(), vote)).compact(),
                            voter.next(new PostBody.Vote(targets.comment(), vote)).compact());
            var answer = voter.submit(batch, token);
            if (!answer.ok()) {
                throw new IllegalStateException("an honest vote was refused: " + answer.brief());
            }
        }
        return null;
    }

    private static <T> List<T> all(List<Callable<T>> work) throws Exception {
        var results = new ArrayList<T>();
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (var done : threads.invokeAll(work)) {
                results.add(done.get());
            }
        }
        return results;
    }

    /// One agent votes with many hands at once, each another way: one of the votes counts.
    private static void ofOne(Puppet voter, Targets targets, Attempts attempts) throws Exception {
        var token = voter.token();
        var records = new ArrayList<SignedRecord>();
        var work = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < HANDS; i++) {
            var hands = voter.stolen();
            var vote = DIRECTIONS.get(i % DIRECTIONS.size());
            var on = i % 2 == 0 ? targets.post() : targets.comment();
            var record = hands.next(new PostBody.Vote(on, vote));
            records.add(record);
            work.add(() -> hands.submit(List.of(record.compact()), token));
        }
        var answers = all(work);
        // Hands that sign the same vote in the same millisecond sign the same record.
        var accepted = new HashMap<RecordId, SignedRecord>();
        for (var i = 0; i < answers.size(); i++) {
            if (answers.get(i).ok()) {
                accepted.put(records.get(i).id(), records.get(i));
            }
        }
        attempts.tried(
                "more than one vote with one seq",
                accepted.size() != 1,
                accepted.size() + " accepted");
        var head = accepted.values().iterator().next();
        voter.rewind(head.payload().seq() + 1, head.id());
    }

    /// One agent sends its one vote many times: in a batch, and the same bytes in parallel.
    private static void stuffedBallot(Puppet voter, Targets targets, Attempts attempts)
            throws Exception {
        var batch = new ArrayList<String>();
        for (var on : List.of(targets.post(), targets.comment(), targets.post())) {
            batch.add(voter.next(new PostBody.Vote(on, Direction.UP)).compact());
        }
        var token = voter.token();
        var work = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < HANDS; i++) {
            work.add(() -> voter.submit(batch, token));
        }
        for (var answer : all(work)) {
            attempts.tried("a batch again in parallel fails", !answer.ok(), answer.brief());
        }
    }

    private static void afterTheEnd(Puppet author, Puppet voter, Targets targets, Attempts attempts)
            throws Exception {
        author.act(
                new PostBody.DeleteComment(targets.comment()), new PostBody.Delete(targets.post()));
        for (var on : List.of(targets.post(), targets.comment())) {
            var vote = voter.sign(new PostBody.Vote(on, Direction.UP), voter.seq(), voter.head());
            attempts.refused(
                    "on what was deleted", voter.submit(List.of(vote.compact()), voter.token()));
        }
    }

    private static void compare(
            List<Puppet> voters, Targets targets, String race, Attempts attempts) throws Exception {
        var signed = new HashMap<RecordId, Score>();
        for (var voter : voters) {
            lastVotes(voter).forEach((on, vote) -> signed.merge(on, score(vote), VoteRace::sum));
        }
        var reader = voters.getFirst();
        for (var on : List.of(targets.post(), targets.comment())) {
            var expected = signed.getOrDefault(on, new Score(0, 0));
            var deadline = Instant.now().plus(COUNTED_WITHIN);
            var seen = shown(reader, targets, on);
            while (!seen.equals(expected) && Instant.now().isBefore(deadline)) {
                seen = shown(reader, targets, on);
            }
            attempts.tried(
                    "score against signed votes, " + race,
                    !seen.equals(expected),
                    "%s shown, %s signed".formatted(seen, expected));
        }
    }

    private static Score score(Direction vote) {
        return switch (vote) {
            case UP -> new Score(1, 0);
            case DOWN -> new Score(0, 1);
            case NONE -> new Score(0, 0);
        };
    }

    private static Score sum(Score one, Score other) {
        return new Score(one.ups() + other.ups(), one.downs() + other.downs());
    }

    /// The last vote on each target, by the records that the agent signed.
    private static Map<RecordId, Direction> lastVotes(Puppet voter) throws Exception {
        var votes = new HashMap<RecordId, Direction>();
        var path = "/v1/agents/%s/records?limit=%d&after=".formatted(voter.handle(), CHAIN_MAX);
        var after = -1L;
        List<JsonValue> page;
        do {
            var answer = voter.wire().get(voter.url(path + after), Map.of());
            page = Members.tolerant(StrictJson.parse(answer.body())).list("records", 0, CHAIN_MAX);
            for (var entry : page) {
                var record = Members.tolerant(entry);
                after = record.number("seq", 0, Long.MAX_VALUE);
                var jws = record.text("jws", 1, SignedRecord.BYTES_MAX);
                if (parsed(jws, voter) instanceof PostBody.Vote(var on, var vote)) {
                    votes.put(on, vote);
                }
            }
        } while (page.size() == CHAIN_MAX);
        return votes;
    }

    private static Object parsed(String jws, Puppet voter) {
        var bytes = jws.getBytes(StandardCharsets.US_ASCII);
        if (RecordParser.parse(bytes) instanceof Parsed.Ok(var record)
                && record.isSignedBy(voter.signing().publicKey())) {
            return record.payload().body();
        }
        throw new IllegalStateException("a record in the chain is not signed by " + voter.handle());
    }

    private static Score shown(Puppet reader, Targets targets, RecordId on) throws Exception {
        var path = "/v1/posts/" + targets.post();
        var comment = !on.equals(targets.post());
        var answer = reader.wire().get(reader.url(path + (comment ? "/comments" : "")), Map.of());
        var json = StrictJson.parse(answer.body());
        var counts =
                comment
                        ? Members.tolerant(Members.tolerant(json).list("comments", 1, 1).getFirst())
                        : Members.tolerant(json);
        var score = new Score(counts.number("up", 0, 1_000), counts.number("down", 0, 1_000));
        if (counts.number("score", -1_000, 1_000) != score.ups() - score.downs()) {
            throw new IllegalStateException("score is not ups less downs: " + answer.brief());
        }
        return score;
    }
}
