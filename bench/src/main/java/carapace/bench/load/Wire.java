package carapace.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One keep-alive HTTP/1.1 connection that sends prepared bytes and reads the answer.
///
/// The load generator shares two cores with the server it measures; a general HTTP client would
/// cost as much as the server does and hide what is measured.
final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    /// `HTTP/1.1 200`
    private static final int STATUS_AT = 9;

    private static final int STATUS_DIGITS = 3;

    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");

    private final OutputStream out;
    private final InputStream in;
    private final AutoCloseable connection;

    // What was read and not yet consumed: buffer[from] to buffer[to - 1].
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    // The line that was read last, without its end: buffer[lineFrom] to buffer[lineTo - 1].
    private int lineFrom;
    private int lineTo;

    Wire(InputStream in, OutputStream out, AutoCloseable connection) {
        this.in = in;
        this.out = out;
        this.connection = connection;
    }

    static Wire connect(URI server) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        return new Wire(socket.getInputStream(), socket.getOutputStream(), socket);
    }

    /// Sends one request and reads its whole answer.
    ///
    /// @return the answer's status
    int exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        readLine();
        if (lineTo - lineFrom < STATUS_AT + STATUS_DIGITS) {
            throw new IOException("an answer without a status line");
        }
        var status = number(lineFrom + STATUS_AT, lineFrom + STATUS_AT + STATUS_DIGITS, 10);
        var length = 0;
        var chunked = false;
        for (readLine(); lineTo > lineFrom; readLine()) {
            if (startsWith(CONTENT_LENGTH)) {
                length = number(lineFrom + CONTENT_LENGTH.length, lineTo, 10);
            } else if (startsWith(TRANSFER_ENCODING)) {
                chunked = lineTo > 0 && (buffer[lineTo - 1] | 0x20) == 'd';
            }
        }
        if (chunked) {
            skipChunks();
        } else {
            skip(length);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        var total = 0;
        while (true) {
            readLine();
            var size = number(lineFrom, lineTo, 16);
            total += size;
            skip(total > BODY_BYTES_MAX ? total : size);
            readLine();
            if (size == 0) {
                return;
            }
        }
    }

    private void skip(int length) throws IOException {
        if (length > BODY_BYTES_MAX) {
            throw new IOException("answer of more than %d bytes".formatted(BODY_BYTES_MAX));
        }
        var left = length;
        while (left > to - from) {
            left -= to - from;
            from = 0;
            to = 0;
            fill();
        }
        from += left;
    }

    private void readLine() throws IOException {
        for (var at = from; ; at++) {
            if (at == to) {
                // Filling may move what is there to the front.
                var seen = at - from;
                makeRoom();
                fill();
                at = from + seen;
            }
            if (buffer[at] == '\n') {
                lineFrom = from;
                lineTo = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                from = at + 1;
                return;
            }
            if (at - from >= LINE_BYTES_MAX) {
                throw new IOException(
                        "header line of more than %d bytes".formatted(LINE_BYTES_MAX));
            }
        }
    }

    private void makeRoom() {
        if (to == buffer.length) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
    }

    private void fill() throws IOException {
        var read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += read;
    }

    private boolean startsWith(byte[] name) {
        if (lineTo - lineFrom < name.length) {
            return false;
        }
        for (var i = 0; i < name.length; i++) {
            var c = buffer[lineFrom + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Up to the first character after the digits, as chunks may have extensions.
    private int number(int start, int end, int radix) throws IOException {
        var at = start;
        while (at < end && buffer[at] == ' ') {
            at++;
        }
        var first = at;
        long value = 0;
        while (at < end && Character.digit(buffer[at], radix) >= 0) {
            value = value * radix + Character.digit(buffer[at++], radix);
            if (value > Integer.MAX_VALUE) {
                throw new IOException("a number of the answer is too large");
            }
        }
        if (at == first) {
            throw new IOException("an answer that is not HTTP/1.1");
        }
        return (int) value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        Arrays.fill(buffer, (byte) 0);
        try {
            connection.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot close the connection: " + e.getMessage(), e);
        }
    }
}
