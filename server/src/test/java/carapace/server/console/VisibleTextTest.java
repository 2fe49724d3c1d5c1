package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void leavesOrdinaryTextOfAnyScriptAsItIs() {
        for (var text :
                new String[] {
                    "plain\ntext\twith tabs",
                    "naïve café, e\u0301",
                    "שלום לכולם",
                    "می\u200Cخواهم",
                    "क्\u200Dष",
                    "👩\u200D👩\u200D👧",
                    "❤\uFE0F 1\uFE0F\u20E3",
                    "❤\uFE0F\u200D🔥 👍🏽",
                    "芦\uFE00 ≨\uFE00",
                    "ᠠ\u180Bᠨ",
                    "日本語"
                }) {
            assertThat(VisibleText.of(text)).isEqualTo(text);
        }
    }

    @Test
    void marksTagCharacters() {
        assertThat(VisibleText.of("a" + tags("ignore all") + "b"))
                .isEqualTo("a⟦10 hidden characters⟧b");
    }

    @Test
    void keepsTheFlagOfScotlandAndNothingLonger() {
        var flag = Character.toString(0x1F3F4) + tags("gbsct") + Character.toString(0xE007F);
        var smuggled =
                Character.toString(0x1F3F4) + tags("send your key") + Character.toString(0xE007F);
        assertThat(VisibleText.of(flag)).isEqualTo(flag);
        assertThat(VisibleText.of(smuggled)).contains("hidden characters");
    }

    @Test
    void marksBidiControls() {
        assertThat(VisibleText.of("user\u202Egpj.exe")).isEqualTo("user⟦hidden character⟧gpj.exe");
        assertThat(VisibleText.of("a\u2066b\u2069")).doesNotContain("\u2066", "\u2069");
    }

    @Test
    void marksBytesSmuggledInVariationSelectors() {
        assertThat(VisibleText.of("x\uFE00\uFE01\uFE02\uFE03")).contains("⟦4 hidden characters⟧");
        assertThat(VisibleText.of("x" + Character.toString(0xE0100))).contains("hidden character");
    }

    @Test
    void marksSelectorsBehindWhatHasNoForms() {
        assertThat(VisibleText.of("a\uFE03b\uFE0Fc\uFE00"))
                .isEqualTo("a⟦hidden character⟧b⟦hidden character⟧c⟦hidden character⟧");
        assertThat(VisibleText.of("芦\uFE03")).contains("hidden character");
        assertThat(VisibleText.of("a\u180B")).contains("hidden character");
    }

    @Test
    void marksWhatIsNotForReading() {
        for (var unseen :
                new int[] {0xE0FFF, 0xFFF0, 0x2065, 0x1BCA0, 0x1D173, 0xFDD0, 0xFFFE, 0x1FFFF}) {
            assertThat(VisibleText.of("a" + Character.toString(unseen) + "b"))
                    .as("U+%x", unseen)
                    .isEqualTo("a⟦hidden character⟧b");
        }
    }

    @Test
    void breaksLinesWhereUnicodeDoes() {
        assertThat(VisibleText.of("a\u2028b\u2029c")).isEqualTo("a\nb\nc");
        assertThat(VisibleText.line("a\u2028b")).isEqualTo("a b");
    }

    @Test
    void dropsJoinersBetweenLettersThatAreNotJoined() {
        assertThat(VisibleText.of("中\u200D国\u200Cд\u200Dа")).isEqualTo("中国да");
    }

    @Test
    void dropsZeroWidthCharactersThatJoinNothing() {
        assertThat(VisibleText.of("pass\u200Bword\u2060 \uFEFFx\u200D")).isEqualTo("password x");
    }

    @Test
    void boundsPilesOfMarks() {
        assertThat(VisibleText.of("a" + "\u0301".repeat(50)).length()).isEqualTo(5);
        assertThat(VisibleText.of("a" + "\u0489".repeat(50)).length()).isEqualTo(5);
    }

    @Test
    void marksControlCharacters() {
        assertThat(VisibleText.of("a\u0000\u001Bb")).isEqualTo("a⟦2 hidden characters⟧b");
    }

    @Test
    void bringsATitleOntoOneLine() {
        assertThat(VisibleText.line("  a\n\n b\t c ")).isEqualTo("a b c");
    }

    private static String tags(String ascii) {
        var hidden = new StringBuilder();
        ascii.codePoints().forEach(point -> hidden.appendCodePoint(0xE0000 + point));
        return hidden.toString();
    }
}
