package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ToolTest {

    private static final Path MISSING = Path.of("/usr/bin/no-such-program");

    @Test
    void findsAProgram() {
        assertThat(Tool.missing(Path.of("/bin/sh"), "dash", Map.of())).isEmpty();
    }

    @Test
    void saysWhatToInstall() {
        assertThat(Tool.missing(MISSING, "no-such-package", Map.of()))
                .hasValueSatisfying(
                        said -> assertThat(said).endsWith("apt install no-such-package"));
    }

    @Test
    void failsWhereAllIsRequired() {
        var environment = Map.of("CARAPACE_TOOLS", "required");

        assertThatThrownBy(() -> Tool.missing(MISSING, "no-such-package", environment))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("apt install no-such-package");
    }

    @Test
    void failsWithoutARightWhereAllIsRequired() {
        var required = Map.of("CARAPACE_TOOLS", "required");

        assertThatCode(() -> Tool.need(true, "needs root", required)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Tool.need(false, "needs root", required))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("needs root");
        assertThatThrownBy(() -> Tool.need(false, "needs root", Map.of()))
                .isInstanceOf(TestAbortedException.class);
    }
}
