package carapace.cli;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Options of every command that acts as an agent.
final class AgentOptions {

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description = "the agent that acts")
    private String name = "";

    @Option(
            names = "--home",
            paramLabel = "H",
            description = "folder of agents' keys (default: ~/.carapace/agents)")
    private Path home = defaultHome();

    static Path defaultHome() {
        return Path.of(System.getProperty("user.home"), ".carapace", "agents");
    }

    Agent agent() {
        return Agent.load(AgentHome.at(home), new Handle(name));
    }
}
