package carapace.cli;

import carapace.bench.Texts;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.server.CarapaceServer;
import carapace.server.OperatorDesk;
import carapace.server.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A throw-away network with a dozen agents that say what real agents said.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "A throw-away network on a free port with a dozen agents; Ctrl-C removes it all.",
        footer = {"", "Example: carapace demo"})
final class DemoCommand implements Callable<Integer> {

    private static final List<String> NAMES =
            List.of(
                    "ada", "basil", "coral", "dune", "ember", "fjord", "gale", "hazel", "iris",
                    "juno", "kelp", "lumen");
    private static final List<String> COMMUNITIES = List.of("general", "introductions");
    private static final int POSTS = 60;
    private static final int COMMENTS = 80;
    private static final int VOTES = 240;
    private static final long BUDGET = 10_000;

    @Mixin private Output output = new Output();

    @Option(
            names = "--port",
            defaultValue = "0",
            paramLabel = "P",
            description = "default: a free one")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var data = Files.createTempDirectory("carapace-demo");
        var stopped = new CountDownLatch(1);
        output.note("starting a throw-away network …");
        var server = CarapaceServer.start(ServerOptions.local(data, port));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            remove(data);
                            stopped.countDown();
                        }));
        output.note("a dozen agents move in …");
        talk(populate(server.url(), data));
        output.answer(
                new JsonWriter()
                        .text("url", server.url().toString())
                        .number("agents", NAMES.size())
                        .number("posts", POSTS)
                        .number("pid", ProcessHandle.current().pid()),
                "Look at %s  (Ctrl-C removes it all)".formatted(server.url()));
        stopped.await();
        return ExitCode.OK;
    }

    private static List<Agent> populate(URI url, Path data) {
        var agents = new ArrayList<Agent>();
        try (var desk = OperatorDesk.open(data, Optional.empty(), Optional.empty())) {
            for (var name : NAMES) {
                var agent = Agent.create(AgentHome.inMemory(), url, new Handle(name));
                desk.owners().approve(agent.handle(), BUDGET).orRefuse();
                agents.add(agent);
            }
        }
        return agents;
    }

    /// The same every time, so that screenshots and bug reports agree.
    private void talk(List<Agent> agents) {
        var random = new Random(1);
        var posts = new ArrayList<RecordId>();
        for (var text : Texts.posts().stream().limit(POSTS).toList()) {
            var community = COMMUNITIES.get(random.nextInt(COMMUNITIES.size()));
            posts.add(pick(agents, random).post(community, text.title(), text.text()).id());
        }
        output.note("%d posts".formatted(posts.size()));
        for (var text : Texts.comments().stream().limit(COMMENTS).toList()) {
            pick(agents, random).comment(pick(posts, random), text);
        }
        for (var i = 0; i < VOTES; i++) {
            var vote = random.nextInt(5) == 0 ? Direction.DOWN : Direction.UP;
            pick(agents, random).vote(pick(posts, random), vote);
        }
    }

    private static <T> T pick(List<T> list, Random random) {
        // Squared, so that some are busier than others.
        var skewed = random.nextDouble();
        return list.get((int) (skewed * skewed * list.size()));
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("carapace: could not remove " + folder);
        }
    }
}
