package carapace.bench.traffic;

import carapace.bench.load.Contestant;
import carapace.bench.traffic.Chains.Acts;
import carapace.bench.traffic.RealInput.Words;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/// What the crews say, the same to the server and to the floor.
public final class Talk {

    /// Posts that an agent changes its mind about, over and over.
    private static final int FLIPPED = 64;

    private static final int DOWN_ONE_IN = 5;

    /// Votes that are there before anybody changes his mind, counted as the server would.
    private static final String VOTE =
            """
            with made as (
                insert into votes.votes (agent, target, value, set_at) values (?, ?, 1, now())
                on conflict do nothing returning target)
            insert into posts.deltas (target, ups, downs, comments) select target, 1, 0, 0 from made
            """;

    private final Acts acts;

    private Talk(Acts acts) {
        this.acts = acts;
    }

    public static Talk posts(Words words) {
        var general = new CommunityName("general");
        return new Talk((agent, seq) -> {
            var said = words.posts().get(drawn(agent, seq, words.posts().size()));
            return new PostBody.Create(general, said.title(), said.text(), null);
        });
    }

    public static Talk comments(Words words, List<RecordId> posts) {
        return new Talk((agent, seq) ->
                new PostBody.Comment(
                        posts.get(drawn(agent, seq, posts.size())),
                        null,
                        words.comments().get(drawn(agent, -seq, words.comments().size()))));
    }

    /// Mostly first votes, each on any post.
    public static Talk votes(List<RecordId> posts) {
        return new Talk((agent, seq) ->
                new PostBody.Vote(
                        posts.get(drawn(agent, seq, posts.size())),
                        seq % DOWN_ONE_IN == 0 ? Direction.DOWN : Direction.UP));
    }

    /// Everybody votes on these posts, of many everybody on other ones, up and down in turns: each
    /// vote changes one that is there already.
    public static Talk flips(Connection superuser, Crew crew, List<RecordId> posts)
            throws SQLException {
        var agents = crew.agents();
        var mine = Math.min(FLIPPED, posts.size());
        try (var vote = superuser.prepareStatement(VOTE)) {
            for (var agent = 0; agent < agents.size(); agent++) {
                for (var i = 0; i < mine; i++) {
                    vote.setString(1, agents.get(agent).handle().value());
                    vote.setBytes(2, flipped(posts, agent, i).bytes());
                    vote.addBatch();
                }
            }
            vote.executeBatch();
        }
        // By the place in the chain, so that a vote always differs from the one before it.
        return new Talk((agent, seq) ->
                new PostBody.Vote(
                        flipped(posts, agent, (int) (seq % mine)),
                        seq / mine % 2 == 0 ? Direction.UP : Direction.DOWN));
    }

    private static RecordId flipped(List<RecordId> posts, int agent, int number) {
        return posts.get((agent * FLIPPED + number) % posts.size());
    }

    private static int drawn(int agent, long seq, int size) {
        return new SplittableRandom(31L * agent + 1_000_003L * seq).nextInt(size);
    }

    public Contestant signed(URI server, Crew crew) {
        return Signed.acts(server, crew, acts);
    }

    /// @param mode of the floor, such as `/guarded`; empty for the plain one
    public Contestant plain(URI floor, String mode, Crew crew) {
        return Plain.acts(floor, mode, crew, acts);
    }

    public Bare bare(Bare.Opening opening, Crew crew) throws SQLException {
        return Bare.acts(opening, crew, acts);
    }
}
