package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "999, 999, 999",
        "1000, 1.0k, '1,000'",
        "1284, 1.2k, '1,284'",
        "-4, −4, −4",
        "-9999, −9.9k, '−9,999'",
        "10000, 10k, '10,000'",
        "999999, 999k, '999,999'",
        "1000000, 1M, '1,000,000'"
    })
    void writesCounts(long count, String brief, String full) {
        assertThat(Numbers.brief(count)).isEqualTo(brief);
        assertThat(Numbers.full(count)).isEqualTo(full);
    }
}
