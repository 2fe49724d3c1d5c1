package carapace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProcessesTest {

    private static final long PID = ProcessHandle.current().pid();
    private static final long NOBODY = 0x7fff_fffeL;

    @BeforeAll
    static void linuxOnly() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc here");
    }

    @Test
    void knowsThisProcess() {
        var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();

        assertThat(Processes.cpuMicros(PID)).isGreaterThan(10_000);
        assertThat(Processes.residentMegabytes(PID)).isBetween(used / 1e6 / 2, 4_000.0);
        assertThat(Processes.machine()).contains("×");
    }

    @Test
    void knowsWhatItHasStarted() throws Exception {
        var child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Processes.proportionalMegabytesOfDescendants(PID)).isBetween(0.01, 4_000.0);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void knowsNothingOfWhatIsGone() {
        assertThat(Processes.cpuMicros(NOBODY)).isZero();
        assertThat(Processes.residentMegabytes(NOBODY)).isZero();
        assertThat(Processes.cpuMicrosOfDescendants(NOBODY)).isZero();
    }
}
