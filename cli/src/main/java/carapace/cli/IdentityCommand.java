package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.identity.Identity;
import carapace.client.identity.IdentityCard;
import carapace.client.identity.IdentityCheck;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.record.Timestamps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Showing others who an agent is, and checking it.
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Shows a third party who an agent is, and checks what was shown.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example: carapace identity token --as ada --audience https://shop.example",
            "         carapace identity check --audience https://shop.example \\",
            "           --server http://127.0.0.1:8080 TOKEN"
        })
final class IdentityCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Makes a token for one third party, which holds for five minutes.",
            footer = {
                "",
                "Example: carapace identity token --as ada --audience https://shop.example",
                "It gives no right on this network. Give it to the audience and to nobody else."
            })
    int token(
            @Mixin AgentOptions options,
            @Mixin Output output,
            @Option(
                            names = "--audience",
                            required = true,
                            paramLabel = "URL",
                            description = "whom it is for, as that party writes itself")
                    String audience,
            @Option(names = "--nonce", paramLabel = "N", description = "what that party gave")
                    @Nullable String nonce) {
        try (var agent = options.agent()) {
            var card = IdentityCard.of(agent, audience, Optional.ofNullable(nonce)).text();
            output.answer(
                    new JsonWriter()
                            .text("agent", agent.handle().value())
                            .text("audience", audience)
                            .text("token", card),
                    card);
        }
        return ExitCode.OK;
    }

    /// Whose agents are believed.
    static final class Trust {
        @Option(
                names = "--server",
                paramLabel = "URL",
                description =
                        "believe the key that it shows now, and ask whether the agent's is new")
        private @Nullable URI server;

        @Option(
                names = "--trust",
                paramLabel = "FILE",
                description = "believe the key in this copy of /.well-known/carapace; ask nobody")
        private @Nullable Path file;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Checks a token, and says who made it.",
            footer = {
                "",
                "Example: carapace identity check --audience https://shop.example \\",
                "           --trust carapace.json TOKEN",
                "Ends with 1 when it does not hold. A token that holds does so as often as it is",
                "shown: remember its id for five minutes, or give a nonce."
            })
    int check(
            @ArgGroup(multiplicity = "1") Trust trust,
            @Mixin Output output,
            @Option(
                            names = "--audience",
                            required = true,
                            paramLabel = "URL",
                            description = "how you write yourself")
                    String audience,
            @Option(names = "--nonce", paramLabel = "N", description = "what you gave")
                    @Nullable String nonce,
            @Parameters(paramLabel = "TOKEN", description = "what was shown to you") String token)
            throws IOException {
        var check = new IdentityCheck(server(trust), audience, Clock.systemUTC());
        try {
            var identity = check.check(token.strip(), Optional.ofNullable(nonce));
            if (trust.server != null) {
                check.requireCurrent(identity, new Http(trust.server));
            }
            tell(identity, output);
            return ExitCode.OK;
        } catch (CarapaceException.Forged e) {
            output.answer(
                    new JsonWriter()
                            .flag("holds", false)
                            .text("problem", String.valueOf(e.getMessage())),
                    "DOES NOT HOLD: " + Printable.of(String.valueOf(e.getMessage())));
            return Main.CHECK_FAILED;
        }
    }

    private ServerIdentity server(Trust trust) throws IOException {
        if (trust.file == null) {
            return ServerIdentity.ask(new Http(Objects.requireNonNull(trust.server)));
        }
        try {
            return ServerIdentity.published(Files.readString(trust.file));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s is no copy of /.well-known/carapace: %s"
                            .formatted(trust.file, e.getMessage()));
        }
    }

    private static void tell(Identity identity, Output output) {
        var token = identity.token();
        var since = Timestamps.format(identity.keySince());
        output.answer(
                new JsonWriter()
                        .flag("holds", true)
                        .text("agent", token.agent().value())
                        .text("origin", token.origin().value())
                        .text("id", token.id())
                        .text("issuedAt", Timestamps.format(token.issuedAt()))
                        .text("expiresAt", Timestamps.format(token.expiresAt()))
                        .text("keySince", since),
                "holds: %s of %s, with the key it has had since %s, until %s; id %s"
                        .formatted(
                                token.agent(),
                                token.origin(),
                                since,
                                Timestamps.format(token.expiresAt()),
                                Printable.of(token.id())));
    }
}
