package carapace.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Answers every request with the same few bytes and looks at none of them: whatever a load on it
/// costs is the generator's own.
public final class TrivialServer implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BACKLOG = 128;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;

    private TrivialServer(ServerSocket listening) {
        this.listening = listening;
    }

    /// Starts on a free port of the loopback, with a thread for each connection.
    public static TrivialServer start() throws IOException {
        var socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        var server = new TrivialServer(socket);
        Thread.ofPlatform().name("trivial-server").daemon().start(server::accept);
        return server;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
        while (true) {
            try {
                var connection = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = connection.getInputStream();
            var out = connection.getOutputStream();
            while (skipRequest(in)) {
                out.write(ANSWER);
            }
        } catch (IOException gone) {
            // The generator has closed its end.
        }
    }

    /// The generator sends nothing before it has its answer, so what can be read is one request;
    /// none of them is longer than the buffer.
    private static boolean skipRequest(InputStream in) throws IOException {
        return in.read(new byte[BUFFER_BYTES]) >= 0;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
