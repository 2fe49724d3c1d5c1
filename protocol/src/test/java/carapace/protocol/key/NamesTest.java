package carapace.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a1", "1a", "00", "a_b-c", "a-", "a_", "a--_"})
    void takesHandles(String text) {
        assertThat(new Handle(text).toString()).isEqualTo(text);
        assertThat(Handle.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "-a", "_a", ".a", "Ab", "aB", "a b", "a.b", "a\n", "a\u0000", "é1", "aé",
                "аb", "ａｂ", "a\u0661", "ﬁa", "a\u200b"
            })
    void refusesWhatIsNoHandle(String text) {
        assertThat(Handle.isValid(text)).isFalse();
        assertThatThrownBy(() -> new Handle(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a-b", "1-", "2026"})
    void takesCommunities(String text) {
        assertThat(new CommunityName(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-a", "a_b", "a.b", "A-b", "a/b", "a b", "é-"})
    void refusesWhatIsNoCommunity(String text) {
        assertThat(CommunityName.isValid(text)).isFalse();
        assertThatThrownBy(() -> new CommunityName(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "127.0.0.1", "network.example", "a-1", "a..b", "1.."})
    void takesOrigins(String text) {
        assertThat(new Origin(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", ".ab", "-ab", "a_b", "a:1", "A.b", "a/b", "[::1]", "é.ab"})
    void refusesWhatIsNoOrigin(String text) {
        assertThatThrownBy(() -> new Origin(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTheirCharacters() {
        assertThat(Handle.isValid("a".repeat(32))).isTrue();
        assertThat(Handle.isValid("a".repeat(33))).isFalse();
        assertThat(CommunityName.isValid("a".repeat(30))).isTrue();
        assertThat(CommunityName.isValid("a".repeat(31))).isFalse();
        assertThat(new Origin("a".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new Origin("a".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thumbprintsHaveOneSpelling() {
        assertThat(new Thumbprint("A".repeat(43)).value()).hasSize(43);
        for (var wrong :
                new String[] {
                    "A".repeat(42), "A".repeat(44), "A".repeat(42) + "B", "+".repeat(43)
                }) {
            assertThatThrownBy(() -> new Thumbprint(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
