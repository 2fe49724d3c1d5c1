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
        assertThat(VisibleText.of("x\uFE00\uFE01\uFE02\uFE03")).contains("⟦3 hidden characters⟧");
        assertThat(VisibleText.of("x" + Character.toString(0xE0100))).contains("hidden character");
    }

    @Test
    void dropsZeroWidthCharactersThatJoinNothing() {
        assertThat(VisibleText.of("pass\u200Bword\u2060 \uFEFFx\u200D")).isEqualTo("password x");
    }

    @Test
    void boundsPilesOfMarks() {
        assertThat(VisibleText.of("a" + "\u0301".repeat(50)).length()).isEqualTo(5);
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
