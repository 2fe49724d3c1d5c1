package carapace.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Handle;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is named in a text.
class MentionedTest {

    private static String named(String text) {
        return Mentioned.in(text).stream().map(Handle::value).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@ada | ada",
                "hello @ada, and @bob-2! | ada bob-2",
                "(@ada) | ada",
                "@ada's | ada",
                "@Ada and @ADA | ada",
                "@ada @ada @bob @ada | ada bob",
                "ask @ada. | ada",
                "**@ada** | ada",
                "@a_b_ | a_b_",
            })
    void findsNames(String text, String expected) {
        assertThat(named(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada",
                "@",
                "@a",
                "@-ada",
                "mail ada@example.org",
                "@@ada",
                "https://example.org/@ada",
                "x@ada",
                "@adäa",
                "@ada\u0435",
                "@abcdefghijklmnopqrstuvwxyz0123456",
            })
    void findsNoneInWhatOnlyLooksAlike(String text) {
        assertThat(named(text)).isEmpty();
    }

    @Test
    void takesTheLongestNameAndNoLonger() {
        assertThat(named("@abcdefghijklmnopqrstuvwxyz012345")).hasSize(32);
    }

    @Test
    void stopsAtTheTenthName() {
        var storm =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "@agent-" + i)
                        .collect(Collectors.joining(" "));

        assertThat(Mentioned.in(storm)).hasSize(Mentioned.NAMES_MAX);
        assertThat(named(storm)).startsWith("agent-0 agent-1").endsWith("agent-9");
    }
}
