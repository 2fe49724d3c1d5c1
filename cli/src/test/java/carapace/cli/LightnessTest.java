package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Agents' commands start in a blink: they load nothing of Spring, Tomcat or PostgreSQL.
class LightnessTest {

    private static final List<String> HEAVY =
            List.of("org.springframework.", "org.apache.catalina.", "org.postgresql.");

    @ParameterizedTest
    @ValueSource(strings = {"--help", "agent list --home HOME", "serve --help", "drill --list"})
    void loadsNoServer(String command, @TempDir Path home) throws IOException {
        var loaded =
                loadedBy("carapace.cli.Main", command.replace("HOME", home.toString()).split(" "));

        assertThat(loaded).anyMatch(line -> line.contains("carapace.cli.Main "));
        assertThat(loaded).noneMatch(LightnessTest::isHeavy);
    }

    @Test
    void helpOfAnyCommandLoadsNoServer() throws IOException {
        var loaded = loadedBy("carapace.cli.AllHelps");

        assertThat(loaded).anyMatch(line -> line.contains("Usage: carapace serve"));
        assertThat(loaded).noneMatch(LightnessTest::isHeavy);
    }

    @Test
    void noticesTheDriver() throws IOException {
        var loaded = loadedBy("org.postgresql.util.PGJDBCMain");

        assertThat(loaded).anyMatch(LightnessTest::isHeavy);
    }

    private static boolean isHeavy(String line) {
        return HEAVY.stream().anyMatch(line::contains);
    }

    private static List<String> loadedBy(String main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:class+load");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
