package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyDepth;

/// The picture of the server in ARCHITECTURE.md is drawn from the classes, not from memory.
class ModulePictureTest {

    private static final Path MAP = Path.of("..", "ARCHITECTURE.md");

    @Test
    void theMapShowsWhatTheClassesDo() throws IOException {
        var modules = ApplicationModules.of("carapace.server");
        var arrows =
                modules.stream()
                        .flatMap(module -> arrows(modules, module))
                        .sorted()
                        .collect(Collectors.joining("\n"));

        assertThat(arrows).contains("ledger --> access");
        assertThat(Files.readString(MAP))
                .as("put this picture into ARCHITECTURE.md")
                .contains("```mermaid\nflowchart LR\n" + arrows + "\n```");
    }

    private static Stream<String> arrows(ApplicationModules modules, ApplicationModule module) {
        return module.getDependencies(modules, DependencyDepth.IMMEDIATE)
                .uniqueModules()
                .map(target -> "    %s --> %s".formatted(name(module), name(target)))
                .distinct();
    }

    private static String name(ApplicationModule module) {
        return module.getIdentifier().toString();
    }
}
