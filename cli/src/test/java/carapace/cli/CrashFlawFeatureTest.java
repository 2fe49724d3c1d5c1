package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.takeover.Crash;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The drill of crashes finds a server that says "accepted" before the disk has it.
class CrashFlawFeatureTest {

    private static final int BOTH_IN_TURNS = 4;

    @Test
    void findsAcknowledgementsThatAreNotOnDisk() throws Exception {
        try (var target = ThrowAwayServer.start()) {
            run(target, "alter role carapace_app set synchronous_commit = off");
            target.stop();
            target.startAgain();
            target.openLogins();

            var verdict = new Crash(BOTH_IN_TURNS).run(target);

            assertThat(verdict.held()).as("%s", verdict).isFalse();
            assertThat(verdict.evidence()).anyMatch(line -> line.contains("acknowledged"));
        }
    }

    private static void run(ThrowAwayServer target, String sql) throws SQLException {
        try (var superuser = target.superuser();
                var statement = superuser.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
