package carapace.bench.traffic;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Lets agents say through the SDK what real agents said: each with keys of its own, everything
/// signed, accepted and receipted.
///
/// @param words of which each is said as often as needed
public record RealInput(Words words, Size size) {

    /// Records that go at once; the server takes 100.
    private static final int BATCH = 50;

    private static final List<String> COMMUNITIES = List.of("general", "introductions");

    /// One comment in four answers another one.
    private static final int REPLY_ONE_IN = 4;

    private static final int DOWN_ONE_IN = 5;

    /// What is said: at least one of each.
    public record Words(List<Said> posts, List<String> comments) {

        public Words {
            posts = List.copyOf(posts);
            comments = List.copyOf(comments);
        }
    }

    public record Said(String title, String text) {}

    public record Size(int agents, int posts, int comments, int votes) {}

    /// Plays everything and returns when all of it has been accepted. The same every time, but for
    /// keys and times.
    ///
    /// @param approve gives agents owners and budgets that suffice
    public void play(URI server, Consumer<List<Handle>> approve) throws InterruptedException {
        var agents =
                IntStream.range(0, size.agents())
                        .mapToObj(i -> new Handle("voice-%03d".formatted(i)))
                        .map(handle -> Agent.create(AgentHome.inMemory(), server, handle))
                        .toList();
        try {
            approve.accept(agents.stream().map(Agent::handle).toList());
            var posts = say(agents, size.posts(), this::post);
            var replies = size.comments() / REPLY_ONE_IN;
            var comments = say(agents, size.comments() - replies, i -> comment(i, posts));
            say(agents, replies, i -> reply(i, posts, comments));
            say(agents, size.votes(), i -> vote(i, posts, comments));
        } finally {
            agents.forEach(Agent::close);
        }
    }

    /// The agents take turns, each with its own share at the same time as the others.
    private static List<RecordId> say(
            List<Agent> agents, int count, IntFunction<? extends Body> bodies)
            throws InterruptedException {
        var ids = new RecordId[count];
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var shares =
                    IntStream.range(0, agents.size())
                            .mapToObj(first ->
                                    Executors.callable(() -> sayShare(agents, first, bodies, ids)))
                            .toList();
            for (var share : threads.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an agent was not heard: " + e.getCause(), e);
        }
        return Arrays.asList(ids);
    }

    private static void sayShare(
            List<Agent> agents, int first, IntFunction<? extends Body> bodies, RecordId[] ids) {
        var share = IntStream.iterate(first, i -> i < ids.length, i -> i + agents.size()).toArray();
        for (var from = 0; from < share.length; from += BATCH) {
            var batch = Arrays.copyOfRange(share, from, Math.min(share.length, from + BATCH));
            var acts = Arrays.stream(batch).<Body>mapToObj(bodies).toList();
            var sent = agents.get(first).act(acts);
            for (var i = 0; i < batch.length; i++) {
                ids[batch[i]] = sent.get(i).id();
            }
        }
    }

    private Body post(int number) {
        var said = words.posts().get(number % words.posts().size());
        var community = COMMUNITIES.get(number % 3 == 0 ? 1 : 0);
        return new PostBody.Create(new CommunityName(community), said.title(), said.text(), null);
    }

    private Body comment(int number, List<RecordId> posts) {
        return new PostBody.Comment(post(number, posts), null, comment(number));
    }

    private Body reply(int number, List<RecordId> posts, List<RecordId> comments) {
        var answered = skewed(-number, comments.size());
        return new PostBody.Comment(
                post(answered, posts), comments.get(answered), comment(number * REPLY_ONE_IN));
    }

    private String comment(int number) {
        return words.comments().get(number % words.comments().size());
    }

    /// {@return the post that this comment answers}
    private static RecordId post(int comment, List<RecordId> posts) {
        return posts.get(skewed(comment, posts.size()));
    }

    private Body vote(int number, List<RecordId> posts, List<RecordId> comments) {
        var random = new Random(number);
        var targets = number % 3 == 0 ? comments : posts;
        return new PostBody.Vote(
                targets.get(skewed(number, targets.size())),
                random.nextInt(DOWN_ONE_IN) == 0 ? Direction.DOWN : Direction.UP);
    }

    /// Squared, so that some are talked about more than others.
    private static int skewed(int seed, int size) {
        var drawn = new Random(seed).nextDouble();
        return (int) (drawn * drawn * size);
    }
}
