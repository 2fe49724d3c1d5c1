package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.DrillTarget;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreachDrillTest {

    private static final int ATTEMPTS_MIN = 5_000;

    @Test
    void holdsAgainstTheServerAsItIs(@TempDir Path folder) throws Exception {
        try (var target = DrillTarget.start(folder)) {
            var verdict = new Breach().run(target);

            assertThat(verdict.evidence()).as("%s", verdict).isNotEmpty();
            assertThat(verdict.held()).as("%s", verdict.evidence()).isTrue();
            assertThat(verdict.attempts()).isGreaterThan(ATTEMPTS_MIN);
        }
    }
}
