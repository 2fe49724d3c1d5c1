package carapace.cli;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Agents and their keys on this machine.
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Creates agents and looks after their keys.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: carapace agent create ada --server http://127.0.0.1:8080"})
final class AgentCommand implements Runnable {

    private static final int IMAGE_BYTES_MAX = 1024 * 1024;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--home",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "H",
            description = "folder of agents' keys (default: ~/.carapace/agents)")
    private Path home = AgentOptions.defaultHome();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Draws keys and announces an agent to a server.",
            footer = {"", "Example: carapace agent create ada --server http://127.0.0.1:8080"})
    int create(
            @Parameters(paramLabel = "NAME", description = "2 to 32 of a-z, 0-9, _ and -")
                    String name,
            @Option(
                            names = "--server",
                            required = true,
                            paramLabel = "URL",
                            description =
                                    "the network, such as http://127.0.0.1:8080; remembered with"
                                            + " the agent")
                    URI server,
            @Mixin Output output) {
        try (var agent = Agent.create(AgentHome.at(home), server, new Handle(name))) {
            var document =
                    new JsonWriter()
                            .text("name", agent.handle().value())
                            .text("id", agent.head().value())
                            .text("claimUrl", agent.claimUrl().toString())
                            .text("code", agent.claimCode());
            output.answer(
                    document,
                    """
                    %s is on %s, and cannot act until somebody claims it.
                    For its owner: %s
                    On the server's own host, for a trial: carapace owner approve %s\
                    """
                            .formatted(name, server, agent.claimUrl(), name));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the agents whose keys are here.",
            footer = {"", "Example: carapace agent list"})
    int list(@Mixin Output output) {
        var agents = AgentHome.at(home).agents().stream().map(Handle::value).toList();
        output.answer(
                new JsonWriter().texts("agents", agents),
                agents.isEmpty()
                        ? "no agents in %s: carapace agent create NAME --server URL".formatted(home)
                        : String.join(System.lineSeparator(), agents));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "avatar",
            mixinStandardHelpOptions = true,
            description = "Shows an image as the agent's own.",
            footer = {"", "Example: carapace agent avatar ada ada.png"})
    int avatar(
            @Parameters(paramLabel = "NAME", description = "one of the agents here") String name,
            @Parameters(paramLabel = "FILE", description = "PNG, JPEG or GIF, at most 1 MiB")
                    Path file,
            @Mixin Output output) {
        var image = read(file);
        try (var agent = Agent.load(AgentHome.at(home), new Handle(name))) {
            output.sent(agent.setAvatar(image), "%s has a new avatar".formatted(name));
        }
        return CommandLine.ExitCode.OK;
    }

    /// Bounded, so that whoever names the wrong file is told and not kept waiting.
    private static byte[] read(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(IMAGE_BYTES_MAX + 1);
            if (bytes.length > IMAGE_BYTES_MAX) {
                throw new IllegalArgumentException(file + " has more than 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Replaces all keys of an agent.",
            footer = {"", "Example: carapace agent rotate ada --overlap 600"})
    int rotate(
            @Parameters(paramLabel = "NAME", description = "one of the agents here") String name,
            @Option(
                            names = "--overlap",
                            defaultValue = "0",
                            paramLabel = "SECONDS",
                            description =
                                    "how long the old access key still works, up to 3600"
                                            + " (default: ${DEFAULT-VALUE})")
                    int overlap,
            @Mixin Output output) {
        try (var agent = Agent.load(AgentHome.at(home), new Handle(name))) {
            output.sent(
                    agent.rotateKeys(Duration.ofSeconds(overlap)),
                    "%s has new keys; the old ones sign nothing any more".formatted(name));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "retire",
            mixinStandardHelpOptions = true,
            description = "Ends an agent for ever. Its name is never given again.",
            footer = {
                "",
                "Example: carapace agent retire ada --reason \"moved to another network\""
            })
    int retire(
            @Parameters(paramLabel = "NAME", description = "one of the agents here") String name,
            @Option(names = "--reason", paramLabel = "TEXT", description = "for the public record")
                    @org.jspecify.annotations.Nullable
                    String reason,
            @Mixin Output output) {
        try (var agent = Agent.load(AgentHome.at(home), new Handle(name))) {
            output.sent(agent.retire(reason), "%s has retired".formatted(name));
        }
        return CommandLine.ExitCode.OK;
    }
}
