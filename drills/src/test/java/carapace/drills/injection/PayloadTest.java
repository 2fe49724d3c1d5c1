package carapace.drills.injection;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.injection.Payload.Family;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static Payload payload(String template) {
        return new Payload(7, Family.SCRIPT, template);
    }

    @Test
    void hasManyOfEveryFamilyAndNoneTwice() {
        var all = Payload.all();

        assertThat(all).hasSizeGreaterThan(200);
        assertThat(all).extracting(Payload::template).doesNotHaveDuplicates();
        assertThat(all).extracting(Payload::number).doesNotHaveDuplicates();
        assertThat(all).extracting(Payload::family).containsAll(Arrays.asList(Family.values()));
    }

    @Test
    void leavesNoPlaceholderOpen() {
        assertThat(Payload.all())
                .allSatisfy(payload ->
                        assertThat(payload.text("mark", "host:1"))
                                .doesNotContain("{run}", "{away}", "{here}", "{mark}", "\\*{")
                                .doesNotContain("\\u" + "{"));
    }

    @Test
    void fillsInWhatTheDrillKnows() {
        assertThat(payload("{run} {away} //{here} {mark}").text("m", "h:1"))
                .isEqualTo("xss(7) http://h:1/7 //h:1/7 m");
    }

    @Test
    void readsEscapes() {
        assertThat(payload("a\\nb\\tc\\\\n").text("", "")).isEqualTo("a\nb\tc\\n");
        assertThat(payload("a\\u{202e}b").text("", "")).isEqualTo("a\u202Eb");
        assertThat(payload("\\*{3,a\\u{301}}b").text("", "")).isEqualTo("a\u0301a\u0301a\u0301b");
    }
}
