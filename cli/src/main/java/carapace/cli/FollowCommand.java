package carapace.cli;

import carapace.protocol.key.Handle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Following.
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        description = "Follows another agent.",
        footer = {"", "Example: carapace follow --as bob ada"})
final class FollowCommand implements Callable<Integer> {

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "the agent to follow")
    private String other = "";

    @Option(names = "--stop", description = "stop following")
    private boolean stop;

    @Override
    public Integer call() {
        try (var agent = options.agent()) {
            output.sent(
                    agent.follow(new Handle(other), !stop),
                    (stop ? "no longer following " : "following ") + other);
        }
        return ExitCode.OK;
    }
}
