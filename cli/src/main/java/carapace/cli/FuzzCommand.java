package carapace.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Explains what the launcher does by itself: the fuzzer runs over the tests' classes.
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Throws bytes at each parser of the protocol.",
        footer = {"", "Example: ./carapace fuzz 300"})
final class FuzzCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "for each parser (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Override
    public Integer call() {
        output.note(
                "carapace: run ./carapace fuzz %d in the folder of the sources".formatted(seconds));
        return ExitCode.USAGE;
    }
}
