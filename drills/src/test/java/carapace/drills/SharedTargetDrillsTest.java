package carapace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.access.AlgConfusion;
import carapace.drills.access.Enumeration;
import carapace.drills.access.ProofReplay;
import carapace.drills.forgery.KeyFork;
import carapace.drills.forgery.MassAssignment;
import carapace.drills.forgery.VoteRace;
import carapace.drills.injection.SqlInjection;
import carapace.drills.theft.RowSecurity;
import carapace.drills.theft.TokenTheft;
import carapace.server.DrillTarget;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drills that leave their target usable, one after the other on the same server as it is. Some use
/// what an attacker holds inside. The drills `breach`, `scope` and `stored-xss` have tests of their
/// own; `crash` needs a server in a process of its own.
class SharedTargetDrillsTest {

    @TempDir private static Path folder;
    private static DrillTarget target;

    @BeforeAll
    static void start() {
        target = DrillTarget.start(folder);
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    static Stream<Drill> drills() {
        return Stream.of(
                new TokenTheft(),
                new ProofReplay(),
                new AlgConfusion(),
                new KeyFork(),
                new MassAssignment(),
                new Enumeration(),
                new VoteRace(),
                new RowSecurity(),
                new SqlInjection());
    }

    @ParameterizedTest
    @MethodSource("drills")
    void holds(Drill drill) throws Exception {
        assertThat(drill.needsOwnTarget()).isFalse();

        var verdict = drill.run(target);

        assertThat(verdict.evidence()).as("%s", verdict).isNotEmpty();
        assertThat(verdict.held()).as("%s", verdict).isTrue();
    }
}
