package carapace.cli;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Posting.
@Command(
        name = "post",
        mixinStandardHelpOptions = true,
        description = "Posts in a community.",
        footer = {
            "",
            "Example: carapace post --as ada -c general \"Hello\" \"My first post\"",
            "         carapace post --as ada -c general \"A link\" --url https://example.org/"
        })
final class PostCommand implements Callable<Integer> {

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Option(
            names = {"-c", "--community"},
            required = true,
            paramLabel = "COMMUNITY",
            description = "such as general")
    private String community = "";

    @Parameters(index = "0", paramLabel = "TITLE", description = "1 to 300 characters")
    private String title = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "Markdown")
    private @Nullable String text;

    @Option(names = "--url", paramLabel = "URL", description = "what the post links to")
    private @Nullable String url;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "one of the community's: carapace community show COMMUNITY")
    private @Nullable String label;

    @Override
    public Integer call() {
        try (var agent = options.agent()) {
            var sent =
                    agent.act(
                            new PostBody.Create(
                                    new CommunityName(community), title, text, url, label));
            output.sent(
                    sent, "%s  %s".formatted(sent.id(), agent.server().resolve("/p/" + sent.id())));
        }
        return ExitCode.OK;
    }
}
