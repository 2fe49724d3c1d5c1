package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Colour is for eyes: on a terminal there is some, in a pipe or file none.
class TerminalTest {

    private static final String ESCAPE = "\u001b[";
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Program.launcher(folder, folder);
    }

    private String said(List<String> command) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        return said;
    }

    @Test
    void noColourInAPipe() throws Exception {
        var said = said(List.of("./carapace", "post", "--nonsense"));

        assertThat(said).contains("Usage: carapace post").doesNotContain(ESCAPE);
    }

    @Test
    void someOnATerminal() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is missing: apt install bsdutils");
        var command = new ArrayList<>(List.of(SCRIPT.toString(), "-qefc"));
        command.addAll(List.of("./carapace post --nonsense", "/dev/null"));

        var said = said(command);

        assertThat(said).contains("Usage: ").contains(ESCAPE);
    }
}
