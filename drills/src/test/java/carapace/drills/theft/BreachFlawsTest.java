package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Target;
import carapace.drills.Verdict;
import carapace.server.DrillTarget;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Parts of the drill `breach` against servers with the mistakes that they look for.
class BreachFlawsTest {

    @TempDir private Path folder;

    /// One part of the drill by itself.
    private interface Part {
        void attack(Target target, Attempts attempts) throws Exception;
    }

    private static Verdict verdict(DrillTarget target, Part part) throws Exception {
        return new Drill() {
            @Override
            public String name() {
                return "part-of-breach";
            }

            @Override
            public String claim() {
                return "One part holds.";
            }

            @Override
            public void attack(Target attacked, Attempts attempts) throws Exception {
                part.attack(attacked, attempts);
            }
        }.run(target);
    }

    @Test
    void findsALoginThatCanBeGuessed() throws Exception {
        try (var target = DrillTarget.start(folder)) {
            Part doors = (it, attempts) -> new DatabaseDoors(target, attempts).attack();
            var before = verdict(target, doors);
            assertThat(before.held()).as("%s", before).isTrue();

            try (var superuser = target.superuser();
                    var statement = superuser.createStatement()) {
                statement.execute("create role root superuser login password 'changeit'");
            }

            var after = verdict(target, doors);
            assertThat(after.held()).isFalse();
            assertThat(after.evidence()).anyMatch(line -> line.contains("root let in"));
        }
    }

    /// A key in what the front end serves.
    @RestController
    static final class Leak {
        @GetMapping("/robots.txt")
        String leak() {
            return "const service_role = 'q7RmT2vXk9LwZ4bN8sJ3';";
        }
    }

    @Test
    void findsAKeyInWhatIsServed() throws Exception {
        try (var target = DrillTarget.start(folder, Leak.class)) {
            var verdict =
                    verdict(
                            target,
                            (it, attempts) -> {
                                var scene = Scene.play(it, target);
                                var credentials = new Credentials(scene, attempts);
                                new FrontEnd(scene, credentials, attempts).attack();
                            });

            assertThat(verdict.held()).isFalse();
            assertThat(verdict.evidence())
                    .anyMatch(line -> line.contains("/robots.txt: assigned secret"));
        }
    }
}
