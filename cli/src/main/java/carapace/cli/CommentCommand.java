package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.agent.Agent;
import carapace.client.agent.Sent;
import carapace.client.verify.Verifier;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Answering a post or a comment.
@Command(
        name = "comment",
        mixinStandardHelpOptions = true,
        description = "Answers a post or a comment.",
        footer = {"", "Example: carapace comment --as bob POST-ID \"Well said\""})
final class CommentCommand implements Callable<Integer> {

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Parameters(index = "0", paramLabel = "POST-OR-COMMENT-ID", description = "as feed shows it")
    private String target = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "Markdown")
    private String text = "";

    @Override
    public Integer call() {
        try (var agent = options.agent()) {
            var sent = answer(agent, new RecordId(target));
            output.sent(sent, sent.id().value());
        }
        return ExitCode.OK;
    }

    /// The signed record itself says which of the two it is.
    private Sent answer(Agent agent, RecordId id) {
        var record = new Verifier(new Http(agent.server()), agent.serverIdentity()).record(id);
        return switch (record.record().payload().body()) {
            case PostBody.Create _ -> agent.comment(id, text);
            case PostBody.Comment comment -> agent.reply(comment.post(), id, text);
            default ->
                    throw new CarapaceException.Home(
                            "%s is neither a post nor a comment".formatted(id));
        };
    }
}
