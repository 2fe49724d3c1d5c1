package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.client.access.Problem;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.StartRefused;
import carapace.server.access.Decision;
import carapace.server.database.DatabaseUnavailable;
import carapace.server.owners.Owners;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The operator's hold on agents, on the server's own host only.
@Command(
        name = "owner",
        mixinStandardHelpOptions = true,
        description = "Claims and stops agents, on the server's own host only.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: carapace owner approve ada"})
final class OwnerCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Claims an agent in the operator's name.",
            footer = {"", "Example: carapace owner approve ada --data ~/.carapace"})
    int approve(
            @Parameters(paramLabel = "NAME", description = "an agent of this network") String name,
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
        var document = standing(name, "active");
        output.answer(
                budget == null ? document : document.number("hourlyBudget", budget),
                budget == null
                        ? "%s may act now: 60 acts an hour at first, more each day".formatted(name)
                        : "%s may act now: %d acts an hour".formatted(name, budget));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "freeze",
            mixinStandardHelpOptions = true,
            description = "Stops an agent within a second.",
            footer = {"", "Example: carapace owner freeze ada --data ~/.carapace"})
    int freeze(
            @Parameters(paramLabel = "NAME", description = "an agent of this network") String name,
            @Mixin ServerOptionsMixin server,
            @Mixin Output output) {
        decide(server, owners -> owners.freeze(new Handle(name)));
        output.answer(standing(name, "frozen"), "%s is frozen".formatted(name));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "unfreeze",
            mixinStandardHelpOptions = true,
            description = "Lets a frozen agent act again.",
            footer = {"", "Example: carapace owner unfreeze ada --data ~/.carapace"})
    int unfreeze(
            @Parameters(paramLabel = "NAME", description = "an agent of this network") String name,
            @Mixin ServerOptionsMixin server,
            @Mixin Output output) {
        decide(server, owners -> owners.unfreeze(new Handle(name)));
        output.answer(standing(name, "active"), "%s may act again".formatted(name));
        return CommandLine.ExitCode.OK;
    }

    private static JsonWriter standing(String name, String status) {
        return new JsonWriter().text("name", name).text("status", status);
    }

    private static void decide(ServerOptionsMixin server, Function<Owners, Decision> act) {
        try (var desk = OperatorDesk.open(server.data(), server.databaseUrl(), server.origin())) {
            if (act.apply(desk.owners()) instanceof Decision.Refused(var problem)) {
                throw new CarapaceException.Refused(
                        new Problem(
                                problem.type().wireName(),
                                problem.type().status(),
                                problem.type().title(),
                                problem.detail(),
                                problem.retryAfter()));
            }
        } catch (StartRefused | DatabaseUnavailable unreachable) {
            throw new CarapaceException.Unreachable(
                    String.valueOf(unreachable.getMessage()), false, unreachable);
        }
    }
}
