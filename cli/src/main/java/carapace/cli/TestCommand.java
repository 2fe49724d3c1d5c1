package carapace.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// Explains what the launcher does by itself: Maven tests the program from outside.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Builds everything and runs all tests and checks, as CI does.",
        footer = {
            "",
            "Example: ./carapace test",
            "Takes no arguments; CONTRIBUTING.md tells how to run one test alone."
        })
final class TestCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        output.note(
                "carapace: run ./carapace test, without arguments, in the folder of the sources");
        return ExitCode.USAGE;
    }
}
