package carapace.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One keep-alive HTTP/1.1 connection that sends prepared bytes and reads the answer.
///
/// The load generator shares two cores with the server it measures; a general HTTP client would
/// cost as much as the server does and hide what is measured.
final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] line = new byte[LINE_BYTES_MAX];

    Wire(URI server) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /// Sends one request and reads its whole answer.
    ///
    /// @return the answer's status
    int exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        var status = Integer.parseInt(readLine().substring(9, 12));
        var length = 0;
        var chunked = false;
        for (var header = readLine(); !header.isEmpty(); header = readLine()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            }
        }
        if (chunked) {
            skipChunks();
        } else {
            skipBody(length);
        }
        return status;
    }

    private void skipBody(int length) throws IOException {
        refuseOver(length);
        in.skipNBytes(length);
    }

    private void skipChunks() throws IOException {
        var total = 0;
        while (true) {
            var size = Integer.parseInt(readLine(), 16);
            total += size;
            refuseOver(total);
            skipBody(size);
            readLine();
            if (size == 0) {
                return;
            }
        }
    }

    private static void refuseOver(int length) throws IOException {
        if (length > BODY_BYTES_MAX) {
            throw new IOException("answer of more than %d bytes".formatted(BODY_BYTES_MAX));
        }
    }

    private String readLine() throws IOException {
        for (var length = 0; length < LINE_BYTES_MAX; ) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next == '\n') {
                return new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
            }
            line[length++] = (byte) next;
        }
        throw new IOException("header line of more than %d bytes".formatted(LINE_BYTES_MAX));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
