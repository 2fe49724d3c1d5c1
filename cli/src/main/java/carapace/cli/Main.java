package carapace.cli;

import carapace.client.access.CarapaceException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

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
            PostCommand.class,
            CommentCommand.class,
            VoteCommand.class,
            FollowCommand.class,
            FeedCommand.class,
            DrillCommand.class,
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
            "Run `carapace test` to build everything and run all tests, `carapace fuzz [SECONDS]`",
            "to throw bytes at each parser.",
            "Exit codes: 0 done, 1 the check failed, 2 wrong usage, 3 refused by the server,",
            "4 cannot reach the server."
        })
final class Main implements Runnable {

    static final int CHECK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REFUSED = 3;
    static final int UNREACHABLE = 4;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(handler())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private static IExecutionExceptionHandler handler() {
        return (e, command, _) -> {
            var err = command.getErr();
            return switch (e) {
                case CarapaceException.Refused refused -> {
                    say(err, refused.getMessage());
                    say(err, "what this means: docs/problems.md, " + refused.problem().type());
                    yield REFUSED;
                }
                case CarapaceException.Unreachable unreachable -> {
                    say(err, unreachable.getMessage());
                    say(err, "start one with: carapace serve");
                    yield UNREACHABLE;
                }
                case CarapaceException.Forged forged -> fail(err, forged, CHECK_FAILED);
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

    private static int fail(PrintWriter err, Exception e, int code) {
        say(err, String.valueOf(e.getMessage()));
        return code;
    }

    private static void say(PrintWriter err, @org.jspecify.annotations.Nullable String line) {
        err.println("carapace: " + line);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
