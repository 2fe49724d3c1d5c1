package carapace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.drills.Wire.Answer;
import carapace.drills.theft.TokenTheft;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

    private static final Set<String> REFUSALS = Set.of("token-invalid");

    private final Attempts attempts = new Attempts();

    private static Answer problem(int status, String name) {
        return new Answer(status, "{\"type\":\"/problems/%s\"}".formatted(name), Map.of());
    }

    private Verdict verdict() {
        return attempts.verdict(new TokenTheft());
    }

    @Test
    void countsARefusalForTheRightReasonAsHeld() {
        attempts.refused("token", problem(401, "token-invalid"), "guessed", REFUSALS);

        assertThat(verdict().held()).isTrue();
        assertThat(verdict().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate-limited",
        "429, budget-spent",
        "500, internal",
        "503, database-unavailable",
        "404, not-found",
        "401, token-missing"
    })
    void countsNoOtherProblemAsHeld(int status, String name) {
        assertThatThrownBy(
                        () -> attempts.refused("token", problem(status, name), "guessed", REFUSALS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot tell what became of 'token' (guessed)")
                .hasMessageContaining(name);
    }

    @Test
    void countsNoAnswerWithoutAProblemAsHeld() {
        var page = new Answer(401, "<p>token-invalid</p>", Map.of());

        assertThatThrownBy(() -> attempts.refused("token", page, "guessed", REFUSALS))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countsWhatWasServedAsBroken() {
        attempts.refused("token", new Answer(200, "{}", Map.of()), "guessed", REFUSALS);

        assertThat(verdict().held()).isFalse();
        assertThat(verdict().evidence()).containsExactly("token: guessed: 200 {}");
    }
}
