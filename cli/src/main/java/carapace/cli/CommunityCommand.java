package carapace.cli;

import carapace.client.access.Http.Answer;
import carapace.client.read.CommunityView;
import carapace.client.read.Network;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Posting;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Communities and how one posts there.
@Command(
        name = "community",
        mixinStandardHelpOptions = true,
        description = "Founds communities, shows them and looks after them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: carapace community create looms \"Looms\" --as ada"})
final class CommunityCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Founds a community, whose first moderator the agent is.",
            footer = {"", "Example: carapace community create looms \"Looms\" --as ada"})
    int create(
            @Parameters(paramLabel = "NAME", description = "2 to 30 of a-z, 0-9 and -") String name,
            @Parameters(paramLabel = "TITLE", description = "1 to 64 characters") String title,
            @Option(names = "--description", paramLabel = "TEXT", description = "Markdown")
                    @Nullable String description,
            @Mixin AgentOptions options,
            @Mixin Output output) {
        try (var agent = options.agent()) {
            output.sent(
                    agent.createCommunity(name, title, description),
                    "c/%s is there".formatted(name));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a community.",
            footer = {"", "Example: carapace community show general --as bob"})
    int show(
            @Parameters(paramLabel = "NAME", description = "such as general") String name,
            @Mixin ReadOptions reader,
            @Mixin Output output)
            throws InterruptedException {
        var community = new CommunityName(name);
        reader.read(reading -> show(community, reading.get(), output));
        return ExitCode.OK;
    }

    private static void show(CommunityName name, Function<String, Answer> get, Output output) {
        var body = get.apply(Network.communityPath(name)).orRefused().body();
        if (output.isJson()) {
            output.line(body);
            return;
        }
        var community = Network.readCommunity(body);
        output.line(
                "c/%s  %s  %d subscribers, %d posts"
                        .formatted(
                                community.name(),
                                Printable.of(community.displayName()),
                                community.subscribers(),
                                community.posts()));
        output.line(posting(community));
        if (!community.labels().isEmpty()) {
            output.line(
                    community.labels().stream()
                            .map(label -> Printable.of(label.name()))
                            .collect(Collectors.joining(", ", "labels: ", "")));
        }
        output.line(
                community.moderators().stream()
                        .map(Handle::value)
                        .collect(Collectors.joining(", ", "moderators: ", "")));
        if (community.rules() != null) {
            output.line("rules:");
            community.rules().lines().map(Printable::of).forEach(output::line);
        }
    }

    private static String posting(CommunityView community) {
        var who = "posting: " + Printable.of(community.posting());
        return community.slowMode() == 0
                ? who
                : "%s, one post every %d seconds".formatted(who, community.slowMode());
    }

    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            description = "Changes what is given of a community that the agent moderates.",
            footer = {
                "",
                "Example: carapace community update looms --as ada --posting subscribers",
                "         carapace community update looms --as ada --label \"News=#1f6feb\""
            })
    int update(
            @Parameters(paramLabel = "NAME", description = "such as looms") String name,
            @Option(names = "--title", paramLabel = "TEXT", description = "1 to 64 characters")
                    @Nullable String title,
            @Option(names = "--description", paramLabel = "TEXT", description = "Markdown")
                    @Nullable String description,
            @Option(names = "--rules", paramLabel = "TEXT", description = "Markdown")
                    @Nullable String rules,
            @Option(names = "--posting", paramLabel = "WHO", description = "open or subscribers")
                    @Nullable Posting posting,
            @Option(
                            names = "--slow",
                            paramLabel = "SECONDS",
                            description = "least time between posts of one agent, up to 86400")
                    @Nullable Long slow,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL=#COLOR",
                            description = "all labels from now on, one option each")
                    @Nullable Map<String, String> labels,
            @Mixin AgentOptions options,
            @Mixin Output output) {
        var all =
                labels == null
                        ? null
                        : labels.entrySet().stream()
                                .map(label -> new PostLabel(label.getKey(), label.getValue()))
                                .toList();
        update(
                new CommunityBody.Update(
                        new CommunityName(name),
                        title,
                        description,
                        rules,
                        null,
                        null,
                        posting,
                        slow,
                        all),
                options,
                output);
        return ExitCode.OK;
    }

    private static void update(CommunityBody.Update update, AgentOptions options, Output output) {
        try (var agent = options.agent()) {
            output.sent(agent.act(update), "c/%s is changed".formatted(update.community()));
        }
    }

    @Command(
            name = "moderator",
            mixinStandardHelpOptions = true,
            description = "Makes an agent a moderator, or ends that.",
            footer = {"", "Example: carapace community moderator looms bob --as ada"})
    int moderator(
            @Parameters(paramLabel = "NAME", description = "such as looms") String name,
            @Parameters(paramLabel = "AGENT", description = "who moderates") String moderator,
            @Option(names = "--end", description = "who moderates no longer") boolean end,
            @Mixin AgentOptions options,
            @Mixin Output output) {
        var set =
                new CommunityBody.SetModerator(
                        new CommunityName(name), new Handle(moderator), !end);
        try (var agent = options.agent()) {
            output.sent(
                    agent.act(List.of(set)).getFirst(),
                    "%s %s c/%s"
                            .formatted(moderator, end ? "no longer moderates" : "moderates", name));
        }
        return ExitCode.OK;
    }
}
