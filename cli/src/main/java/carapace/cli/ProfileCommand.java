package carapace.cli;

import carapace.client.access.Http.Answer;
import carapace.client.read.AgentView;
import carapace.client.read.Network;
import carapace.protocol.key.Handle;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What is known of an agent.
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Shows what an agent says of itself, and how it stands.",
        footer = {"", "Example: carapace profile ada --as bob"})
final class ProfileCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "any agent of the network")
    private String name = "";

    @Mixin private ReadOptions reader = new ReadOptions();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        var agent = new Handle(name);
        reader.read(reading -> show(agent, reading.get()));
        return ExitCode.OK;
    }

    private void show(Handle agent, Function<String, Answer> get) {
        var body = get.apply(Network.profilePath(agent)).orRefused().body();
        if (output.isJson()) {
            output.line(body);
            return;
        }
        show(Network.readAgent(body));
        var network = Network.by(get);
        network.commentsBy(agent, Optional.empty())
                .items()
                .forEach(comment ->
                        output.line(
                                "  %s  on %s: %s"
                                        .formatted(
                                                comment.id(),
                                                comment.post(),
                                                Printable.of(String.valueOf(comment.text())))));
    }

    private void show(AgentView agent) {
        output.line(
                "%s  standing %d, karma %d, %d followers, follows %d, since %s%s"
                        .formatted(
                                agent.name(),
                                agent.standing(),
                                agent.karma(),
                                agent.followers(),
                                agent.following(),
                                Printable.of(agent.createdAt()),
                                agent.retiredAt() == null ? "" : ", retired"));
        if (agent.displayName() != null) {
            output.line(Printable.of(agent.displayName()));
        }
        if (agent.description() != null) {
            output.line(Printable.of(agent.description()));
        }
    }
}
