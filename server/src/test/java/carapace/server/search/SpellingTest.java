package carapace.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "tapri, tapir",
        "tpir, tapir",
        "tapiir, tapir",
        "tapor, tapir",
        "apir, tapir",
        "tapirx, tapir",
        "вечр, вечер"
    })
    void oneErrorLeavesASpellingInCommon(String asked, String meant) {
        var common = new HashSet<>(Spelling.spellings(asked));
        common.retainAll(Spelling.spellings(meant));
        assertThat(common).isNotEmpty();
        assertThat(Spelling.nearest(asked, List.of("unlike", meant))).contains(meant);
    }

    @Test
    void leavesWhatIsKnownAndWhatIsTooFar() {
        assertThat(Spelling.nearest("tapir", List.of("tapir", "taper"))).isEmpty();
        assertThat(Spelling.nearest("tapir", List.of("caper", "taper"))).contains("taper");
        assertThat(Spelling.nearest("tapir", List.of("vampire", "rapidly"))).isEmpty();
        assertThat(Spelling.nearest("tapir", List.of())).isEmpty();
        assertThat(Spelling.nearest("lover", List.of("clove"))).isEmpty();
    }

    @Test
    void keepsWordsOfLettersOnly() {
        assertThat(Spelling.words("The Tapir's key sk4f9a is LONG-lived, see größe"))
                .containsExactly("tapir", "long", "lived", "größe");
        assertThat(Spelling.words("a".repeat(25) + " " + "b".repeat(24)))
                .containsExactly("b".repeat(24));
        assertThat(Spelling.words("word ".repeat(20) + "later")).containsExactly("word");
    }

    @Test
    void replacesWholeWordsOnly() {
        assertThat(Spelling.replaced("Blue tapri, or tapris", List.of("tapri"), List.of("tapir")))
                .isEqualTo("blue tapir, or tapris");
    }
}
