package carapace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final byte[] REQUEST = ascii("GET / HTTP/1.1\r\n\r\n");
    private static final String NEXT = "HTTP/1.1 204 No Content\r\n\r\n";

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Wire wire(InputStream answers) {
        return new Wire(answers, sent, answers);
    }

    private Wire wire(String answers) {
        return wire(new ByteArrayInputStream(ascii(answers)));
    }

    /// Gives one byte at a time, as a network may.
    private static InputStream slow(String answers) {
        return new ByteArrayInputStream(ascii(answers)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }
        };
    }

    @Test
    void sendsTheBytesAsTheyAre() throws IOException {
        wire(NEXT).exchange(REQUEST);

        assertThat(sent.toByteArray()).isEqualTo(REQUEST);
    }

    /// `|` stands for the end of a line.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 5||hello",
                "HTTP/1.1 200 |content-length:5|X: y||hello",
                "HTTP/1.1 200 OK|Content-Length: 0||",
                "HTTP/1.1 200 OK||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0||",
                "HTTP/1.1 200 OK|transfer-encoding: Chunked||A|0123456789|2;name=value|hi|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||0||",
            })
    void findsTheEndOfAnAnswer(String lines) throws IOException {
        var answer = lines.replace("|", "\r\n");
        for (var in :
                new InputStream[] {
                    new ByteArrayInputStream(ascii(answer + NEXT)), slow(answer + NEXT)
                }) {
            var wire = wire(in);

            assertThat(wire.exchange(REQUEST)).isEqualTo(200);
            assertThat(wire.exchange(REQUEST)).isEqualTo(204);
        }
    }

    @Test
    void readsAnswersThatAreLargerThanItsBuffer() throws IOException {
        var body = "x".repeat(100_000);
        var header = "Y: " + "z".repeat(15_000) + "\r\n";
        var wire =
                wire(
                        "HTTP/1.1 429 Slow\r\n%s%sContent-Length: 100000\r\n\r\n%s%s"
                                .formatted(header, header.replace('Y', 'Z'), body, NEXT));

        assertThat(wire.exchange(REQUEST)).isEqualTo(429);
        assertThat(wire.exchange(REQUEST)).isEqualTo(204);
    }

    @Test
    void noticesThatTheServerHangsUp() {
        assertThatThrownBy(() -> wire("").exchange(REQUEST)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() ->
                        wire("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell").exchange(REQUEST))
                .isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 OK OK OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
            })
    void refusesWhatIsNoAnswer(String answer) {
        assertThatThrownBy(() -> wire(answer).exchange(REQUEST)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAHeaderLineWithoutEnd() {
        assertThatThrownBy(() -> wire("HTTP/1.1 200 " + "x".repeat(20_000)).exchange(REQUEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("header line of more than");
    }
}
