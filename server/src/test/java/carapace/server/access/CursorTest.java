package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static Cursor read(String text) {
        return Cursor.decode(Base64Url.encode(text.getBytes(StandardCharsets.UTF_8)), 2);
    }

    @Test
    void comesBackAsItWasGivenOut() {
        var cursor = new Cursor(List.of("2026-11-25T00:00:00.123Z", "name"));
        assertThat(Cursor.decode(cursor.encode(), 2)).isEqualTo(cursor);
        assertThat(cursor.time(0)).isEqualTo(Instant.parse("2026-11-25T00:00:00.123Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "yesterday",
                ""
            })
    void refusesTimesBeyondAllThatCanBe(String time) {
        var cursor = read(time + "\nname");
        assertThatThrownBy(() -> cursor.time(0)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T00:00:00Z"})
    void takesTheFirstAndTheLastTime(String time) {
        assertThat(read(time + "\nname").time(0)).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\u0000", "\u0001\nb", "a", "a\nb\nc", "a\rb\n"})
    void refusesWhatNoCursorOfOursHas(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Refusal.class);
    }
}
