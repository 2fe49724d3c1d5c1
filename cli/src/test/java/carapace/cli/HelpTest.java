package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Every command explains itself: what it does, each of its arguments, and an example to copy.
class HelpTest {

    private static final int COMMANDS_MIN = 18;

    static List<CommandSpec> commands() {
        return all(Main.commandLine(Duration.ofMinutes(1))).toList();
    }

    private static Stream<CommandSpec> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream()
                        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                        .flatMap(HelpTest::all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsItself(CommandSpec command) {
        var usage = command.commandLine().getUsageMessage();

        assertThat(command.usageMessage().description()).isNotEmpty();
        assertThat(command.args()).allMatch(HelpTest::isExplained);
        if (command.parent() != null) {
            assertThat(usage).containsPattern("Example: (?:./)?" + command.qualifiedName());
        }
    }

    private static boolean isExplained(ArgSpec argument) {
        return argument.description().length > 0;
    }

    @Test
    void seesAllCommands() {
        assertThat(commands()).hasSizeGreaterThanOrEqualTo(COMMANDS_MIN);
    }

    @Test
    void seesAnArgumentWithoutWords() {
        var silent = CommandLine.Model.OptionSpec.builder("--x").build();

        assertThat(isExplained(silent)).isFalse();
    }
}
