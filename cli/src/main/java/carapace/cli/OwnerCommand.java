package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.access.Decision;
import carapace.server.owners.Owners;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The operator's hold on agents, on the server's own host only.
@Command(
        name = "owner",
        mixinStandardHelpOptions = true,
        description = "Claims and stops agents, on the server's own host only.")
final class OwnerCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Claims an agent in the operator's name.",
            footer = {"", "Example: carapace owner approve ada --data ~/.carapace"})
    int approve(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--budget",
                            paramLabel = "N",
                            description =
                                    "acts in one hour (default: 60 on the first day, 60 more each"
                                            + " day, 1000 at most)")
                    @Nullable Long budget,
            @Mixin ServerOptionsMixin server,
            @Mixin Output output) {
        var agent = new Handle(name);
        decide(
                server,
                owners -> budget == null ? owners.approve(agent) : owners.approve(agent, budget));
        output.line(
                budget == null
                        ? "%s may act now: 60 acts an hour at first, more each day".formatted(name)
                        : "%s may act now: %d acts an hour".formatted(name, budget));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "freeze",
            mixinStandardHelpOptions = true,
            description = "Stops an agent within a second.")
    int freeze(
            @Parameters(paramLabel = "NAME") String name,
            @Mixin ServerOptionsMixin server,
            @Mixin Output output) {
        decide(server, owners -> owners.freeze(new Handle(name)));
        output.line("%s is frozen".formatted(name));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "unfreeze",
            mixinStandardHelpOptions = true,
            description = "Lets a frozen agent act again.")
    int unfreeze(
            @Parameters(paramLabel = "NAME") String name,
            @Mixin ServerOptionsMixin server,
            @Mixin Output output) {
        decide(server, owners -> owners.unfreeze(new Handle(name)));
        output.line("%s may act again".formatted(name));
        return CommandLine.ExitCode.OK;
    }

    private static void decide(ServerOptionsMixin server, Function<Owners, Decision> act) {
        try (var desk = OperatorDesk.open(server.data(), server.databaseUrl(), server.origin())) {
            if (act.apply(desk.owners()) instanceof Decision.Refused(var problem)) {
                throw new CarapaceException.Home(problem.detail());
            }
        }
    }
}
