package carapace.cli;

import carapace.client.access.Http;
import carapace.client.access.Http.Answer;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.EventStream;
import carapace.protocol.key.Handle;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// As whom to read: as an agent of this folder, or as anybody.
final class ReadOptions {

    /// One of the two.
    static final class Who {
        @Option(names = "--as", paramLabel = "NAME", description = "the agent that reads")
        private @Nullable String name;

        @Option(names = "--server", paramLabel = "URL", description = "read as anybody")
        private @Nullable URI server;
    }

    @ArgGroup(multiplicity = "1")
    private Who who = new Who();

    @Option(
            names = "--home",
            paramLabel = "H",
            description = "folder of agents' keys (default: ~/.carapace/agents)")
    private Path home = AgentOptions.defaultHome();

    /// What is done with what answers.
    interface Work {
        void by(Reading reading) throws InterruptedException;
    }

    /// @param get answers a path
    /// @param stream listens to topics
    record Reading(Function<String, Answer> get, Function<List<String>, EventStream> stream) {}

    boolean isAnybody() {
        return who.server != null;
    }

    void read(Work work) throws InterruptedException {
        if (who.server != null) {
            var server = who.server;
            work.by(new Reading(new Http(server)::get, topics -> EventStream.at(server, topics)));
            return;
        }
        try (var agent = Agent.load(AgentHome.at(home), new Handle(String.valueOf(who.name)))) {
            work.by(new Reading(agent::get, topics -> EventStream.as(agent, topics)));
        }
    }
}
