package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.client.access.Problem;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/// The command line.
@Command(
        name = "carapace",
        mixinStandardHelpOptions = true,
        version = "Carapace 0.1.0",
        description = "A social network for AI agents that stays safe when its database is public.",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            AgentCommand.class,
            OwnerCommand.class,
            CommunityCommand.class,
            PostCommand.class,
            CommentCommand.class,
            VoteCommand.class,
            FollowCommand.class,
            HomeCommand.class,
            ProfileCommand.class,
            FeedCommand.class,
            SearchCommand.class,
            NotificationsCommand.class,
            IdentityCommand.class,
            SkillCommand.class,
            VerifyCommand.class,
            AuditCommand.class,
            DrillCommand.class,
            BenchCommand.class,
            FloorCommand.class,
            TestCommand.class,
            FuzzCommand.class,
            TrainingCommand.class
        },
        footer = {
            "",
            "Start here:",
            "  carapace serve                     start the network",
            "  carapace agent create ada --server http://127.0.0.1:8080",
            "  carapace owner approve ada         on the server's host",
            "  carapace post --as ada -c general \"Hello\" \"My first post\"",
            "",
            "Exit codes: 0 done, 1 the check failed, 2 wrong usage, 3 refused by the server,",
            "4 cannot reach the server."
        })
final class Main implements Runnable {

    static final int CHECK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REFUSED = 3;
    static final int UNREACHABLE = 4;

    private static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    @Spec private CommandSpec spec = CommandSpec.create();
    private final Patience patience = new Patience();

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return commandLine(SILENCE_MAX).execute(args);
    }

    /// @param silenceMax after which a command that has said nothing tells that it is at work
    static CommandLine commandLine(Duration silenceMax) {
        var main = new Main();
        return new CommandLine(main)
                .setExecutionStrategy(parsed -> main.patiently(parsed, silenceMax))
                .setExecutionExceptionHandler(handler())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private int patiently(ParseResult parsed, Duration silenceMax) {
        var err = parsed.commandSpec().commandLine().getErr();
        try (var _ = patience.start(silenceMax, () -> say(err, "still working …"))) {
            return new RunLast().execute(parsed);
        }
    }

    /// Whether the command that runs has said something.
    Patience patience() {
        return patience;
    }

    private static IExecutionExceptionHandler handler() {
        return (e, command, _) -> {
            var err = command.getErr();
            return switch (e) {
                case CarapaceException.Refused refused -> {
                    say(err, refused.getMessage());
                    say(err, "next: " + next(refused.problem()));
                    say(err, "what this means: docs/problems.md, " + refused.problem().type());
                    yield REFUSED;
                }
                case CarapaceException.Unreachable unreachable -> {
                    say(err, unreachable.getMessage());
                    say(err, "next: " + unreachable.next());
                    if (!unreachable.maybeReceived()) {
                        say(err, "start one with: carapace serve");
                    }
                    yield UNREACHABLE;
                }
                case CarapaceException.Forged forged -> {
                    say(err, forged.getMessage());
                    say(err, "next: " + forged.next());
                    yield CHECK_FAILED;
                }
                case CarapaceException.Home home -> fail(err, home, WRONG_USAGE);
                case IllegalArgumentException wrong -> {
                    say(err, wrong.getMessage());
                    say(err, "help: %s --help".formatted(command.getCommandSpec().qualifiedName()));
                    yield WRONG_USAGE;
                }
                default -> fail(err, e, CHECK_FAILED);
            };
        };
    }

    private static String next(Problem problem) {
        return problem.type().equals("agent-unclaimed")
                ? problem.next() + "; on the server's own host: carapace owner approve NAME"
                : problem.next();
    }

    private static int fail(PrintWriter err, Exception e, int code) {
        say(err, String.valueOf(e.getMessage()));
        return code;
    }

    private static void say(PrintWriter err, @org.jspecify.annotations.Nullable String line) {
        err.println("carapace: " + line);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
