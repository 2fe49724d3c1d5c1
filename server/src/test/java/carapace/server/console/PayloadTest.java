package carapace.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, GZIP", "gzip;q=0.5", "deflate,gzip ; q=1", "gzip;q=0.001"})
    void gzipIsForWhoTakesIt(String accepted) {
        assertThat(Payload.takesGzip(accepted)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "br;q=1"})
    void othersGetTheBytesAsTheyAre(String accepted) {
        assertThat(Payload.takesGzip(accepted)).isFalse();
    }

    @Test
    void keepsCompressedBytesOnlyWhereTheySave() {
        var repeated = new byte[10_000];
        var brief = new byte[] {1, 2, 3};
        assertThat(new Payload(repeated).size()).isBetween(10_001, 10_200);
        assertThat(new Payload(brief).size()).isEqualTo(3);
    }
}
