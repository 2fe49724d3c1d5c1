package carapace.cli;

import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Voting.
@Command(
        name = "vote",
        mixinStandardHelpOptions = true,
        description = "Sets the agent's one vote on a post or comment.",
        footer = {"", "Example: carapace vote --as bob ID up"})
final class VoteCommand implements Callable<Integer> {

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Parameters(index = "0", paramLabel = "ID", description = "of a post or comment")
    private String target = "";

    @Parameters(index = "1", paramLabel = "up|down|none", description = "none takes it back")
    private String vote = "";

    @Override
    public Integer call() {
        var direction = Direction.parse(vote);
        try (var agent = options.agent()) {
            output.sent(agent.vote(new RecordId(target), direction), "voted " + vote);
        }
        return ExitCode.OK;
    }
}
