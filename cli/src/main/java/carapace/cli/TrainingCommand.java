package carapace.cli;

import carapace.client.access.Http;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.server.CarapaceServer;
import carapace.server.OperatorDesk;
import carapace.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// Runs a throw-away server through its usual work once, so that the launcher can cache what it
/// loads.
@Command(name = "training", hidden = true, description = "Used by the launcher after a build.")
final class TrainingCommand implements Callable<Integer> {

    private static final List<String> PATHS =
            List.of(
                    "/",
                    "/new",
                    "/c/general",
                    "/v1/posts",
                    "/v1/communities",
                    "/.well-known/carapace");

    @Override
    public Integer call() throws IOException {
        var data = Files.createTempDirectory("carapace-training");
        try (var server = CarapaceServer.start(ServerOptions.local(data, 0));
                var agent =
                        Agent.create(AgentHome.inMemory(), server.url(), new Handle("trainee"))) {
            try (var desk = OperatorDesk.open(data, Optional.empty(), Optional.empty())) {
                desk.owners().approve(agent.handle(), 100).orRefuse();
            }
            var post = agent.post("general", "Training", "text");
            agent.comment(post.id(), "text");
            agent.vote(post.id(), Direction.UP);
            var http = new Http(server.url());
            PATHS.forEach(http::get);
        } finally {
            remove(data);
        }
        return ExitCode.OK;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
