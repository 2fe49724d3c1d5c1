package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.drills.Verdict;
import carapace.server.DrillTarget;
import carapace.server.agents.SealFlaw;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Parts of the drill `breach` on a server that believes its database and serves a key. In order,
/// since the last leaves it in ruins.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BelievingServerTest {

    @TempDir private static Path folder;
    private static DrillTarget target;
    private static Scene scene;

    /// Keys in what the front end serves: one by its name, one by chance alone.
    @RestController
    static final class Leak {
        @GetMapping("/robots.txt")
        String leak() {
            return "const service_role = 'q7RmT2vXk9LwZ4bN8sJ3'; use('3q2hV7wTz0Lk/9bYx1+RcQ==');";
        }
    }

    /// @param evidence what it lets through
    record Case(String what, String evidence) {}

    @BeforeAll
    static void start() throws Exception {
        target = DrillTarget.start(folder, Leak.class, SealFlaw.class);
        scene = Scene.play(target, target);
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    private static void isFound(Verdict verdict, String evidence) {
        assertThat(verdict.held()).as("%s", verdict).isFalse();
        assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
    }

    @Test
    @Order(1)
    void isFoundByTheKeyInWhatItServes() throws Exception {
        Part part =
                attempts ->
                        new FrontEnd(scene, new Credentials(scene, attempts), attempts).attack();

        var verdict = Part.verdict(target, part);
        isFound(verdict, "/robots.txt: assigned secret");
        isFound(verdict, "high entropy 3q2hV7wTz0Lk/9bYx1+RcQ==");
        assertThat(verdict.evidence()).allMatch(line -> line.contains("/robots.txt: "));
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("the victim's keys are replaced by the thief's", "a token as the victim"),
                new Case(
                        "a freeze is undone by the row as it was, seal included",
                        "a token by a key that counts no more"),
                new Case(
                        "a replaced key is brought back by the row as it was, seal included",
                        "a token by a key that counts no more"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Order(2)
    void isFoundByOneChange(Case planted) throws Exception {
        var changes =
                FullWriteAccess.changes().stream()
                        .filter(change -> change.what().equals(planted.what()))
                        .toList();
        assertThat(changes).hasSize(1);
        Part part = attempts -> new FullWriteAccess(scene, target, attempts).attack(changes);

        isFound(Part.verdict(target, part), planted.evidence() + ": " + planted.what());
    }

    @Test
    @Order(2)
    void isFoundByWhatATriggerUndoes() throws Exception {
        Part part = attempts -> new UndoneCommit(target, scene, target, attempts).attack();

        var verdict = Part.verdict(target, part);
        for (var what : new String[] {"a freeze", "a rotation"}) {
            isFound(verdict, "an answer that it was done: %s undone".formatted(what));
            isFound(verdict, "a token by a key that counts no more: %s undone".formatted(what));
        }
    }

    @Test
    @Order(3)
    void isFoundByAllChangesAtOnce() throws Exception {
        Part part = attempts -> new CompleteControl(scene, target, attempts).attack();

        isFound(Part.verdict(target, part), "a token as the victim: all at once");
    }

    /// Everybody is the victim from the start, so that nobody can act, whatever is believed.
    @Test
    @Order(4)
    void isNotTakenForOneThatHoldsWhenNobodyCanAct() throws Exception {
        Part part = attempts -> new CompleteControl(scene, target, attempts).attack();

        assertThatThrownBy(() -> Part.verdict(target, part))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the act of an agent that was left alone should work: 409");
    }
}
