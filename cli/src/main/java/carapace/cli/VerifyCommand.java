package carapace.cli;

import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.verify.Verifier;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checking a server's word from outside.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a record, and all that is shown of the post or comment that it made;",
            "or the whole chain of an agent."
        },
        footer = {
            "",
            "Example: carapace verify ID --server http://127.0.0.1:8080",
            "         carapace verify --agent ada --server http://127.0.0.1:8080",
            "Ends with 1 when anything does not hold. With --as the server must have the key that",
            "this agent remembers; with --server its key is what it says now."
        })
final class VerifyCommand implements Callable<Integer> {

    /// What to check.
    static final class What {
        @Parameters(paramLabel = "ID", description = "of a record, post or comment")
        private @Nullable String id;

        @Option(names = "--agent", paramLabel = "NAME", description = "the chain of this agent")
        private @Nullable String agent;
    }

    /// Whose word to check.
    static final class Where {
        @Option(names = "--server", paramLabel = "URL", description = "the server's URL")
        private @Nullable URI server;

        @Option(names = "--as", paramLabel = "NAME", description = "the server of this agent")
        private @Nullable String name;
    }

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(
            names = "--home",
            paramLabel = "H",
            description = "folder of agents' keys (default: ~/.carapace/agents)")
    private Path home = AgentOptions.defaultHome();

    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        return what.agent == null ? record(verifier()) : chain(verifier());
    }

    private Verifier verifier() {
        if (where.server != null) {
            var http = new Http(where.server);
            return new Verifier(http, ServerIdentity.ask(http));
        }
        try (var agent = Agent.load(AgentHome.at(home), new Handle(String.valueOf(where.name)))) {
            agent.serverIdentity().requireSame(agent.http());
            return new Verifier(agent.http(), agent.serverIdentity());
        }
    }

    private int record(Verifier verifier) {
        var verdict = verifier.verdict(new RecordId(String.valueOf(what.id)));
        var at = Timestamps.format(verdict.acceptedAt());
        var document =
                new JsonWriter()
                        .text("id", verdict.id().value())
                        .text("type", verdict.type())
                        .text("agent", verdict.agent().value())
                        .number("seq", verdict.seq())
                        .text("acceptedAt", at)
                        .number("records", verdict.records())
                        .flag("whole", verdict.whole());
        var words =
                "%s by %s, number %d of its chain, accepted %s; compared with %d of its records%s"
                        .formatted(
                                verdict.type(),
                                verdict.agent(),
                                verdict.seq(),
                                at,
                                verdict.records(),
                                verdict.whole() ? "" : ", not with all that came later");
        return tell(document, words, verdict.holds(), verdict.problems());
    }

    private int chain(Verifier verifier) {
        var chain = verifier.agent(new Handle(String.valueOf(what.agent)));
        var document =
                new JsonWriter()
                        .text("agent", chain.agent().value())
                        .number("records", chain.records())
                        .number("erased", chain.erased())
                        .number("keys", chain.keys());
        var words =
                "the chain of %s: %,d records, %,d of them erased, %,d keys"
                        .formatted(chain.agent(), chain.records(), chain.erased(), chain.keys());
        return tell(document, words, chain.holds(), chain.problems());
    }

    private int tell(JsonWriter document, String words, boolean holds, List<String> problems) {
        if (output.isJson()) {
            output.line(document.flag("holds", holds).texts("problems", problems).write());
        } else {
            output.line("%s: %s".formatted(holds ? "holds" : "DOES NOT HOLD", words));
            problems.forEach(problem -> output.line("  " + Printable.of(problem)));
        }
        return holds ? ExitCode.OK : Main.CHECK_FAILED;
    }
}
