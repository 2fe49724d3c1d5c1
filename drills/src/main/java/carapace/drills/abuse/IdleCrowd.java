package carapace.drills.abuse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Connections of one host that begin a request and never end it.
final class IdleCrowd implements AutoCloseable {

    /// Far more than any request may have.
    static final int ENDLESS_BYTES = 32 * 1024 * 1024;

    private static final int GROWTH = 250;
    private static final int CROWD_MAX = 3_000;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int ANSWER_BYTES = 200;
    private static final int WAIT_MILLIS = 10_000;
    private static final int OPEN_MILLIS = 1_000;

    /// Long enough for a connection that was not taken to be closed.
    private static final int CLOSED_WITHIN_MILLIS = 300;

    private final URI server;
    private final InetAddress host;
    private final List<Socket> sockets = new ArrayList<>();

    IdleCrowd(URI server) throws IOException {
        this.server = server;
        this.host = InetAddress.getByAddress(new byte[] {127, 0, 0, 31});
    }

    /// Opens some more connections and begins a request on each, until one cannot be opened.
    void grow(String begun) throws IOException {
        var bytes = begun.getBytes(StandardCharsets.US_ASCII);
        for (var i = 0; i < GROWTH; i++) {
            var socket = new Socket();
            sockets.add(socket);
            socket.bind(new InetSocketAddress(host, 0));
            socket.setSoTimeout(CLOSED_WITHIN_MILLIS);
            try {
                var address = new InetSocketAddress(server.getHost(), server.getPort());
                socket.connect(address, OPEN_MILLIS);
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                socket.close();
                return;
            }
        }
    }

    /// {@return whether the server still took the last connection, and there is room for more}
    boolean isTaken() throws IOException {
        if (sockets.size() >= CROWD_MAX) {
            return false;
        }
        var last = sockets.getLast();
        try {
            return !last.isClosed() && last.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    /// Sends chunks until the server has enough.
    ///
    /// @return bytes that it took before it answered or closed; at most [#ENDLESS_BYTES]
    static int endless(URI server, String path) {
        var chunk = (Integer.toHexString(CHUNK_BYTES) + "\r\n" + "a".repeat(CHUNK_BYTES) + "\r\n");
        var bytes = chunk.getBytes(StandardCharsets.US_ASCII);
        var head =
                String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: " + server.getAuthority(),
                        "Transfer-Encoding: chunked",
                        "Content-Type: application/json",
                        "",
                        "");
        var sent = 0;
        try (var socket = connect(server)) {
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            while (sent < ENDLESS_BYTES && socket.getInputStream().available() == 0) {
                out.write(bytes);
                sent += CHUNK_BYTES;
            }
        } catch (IOException closed) {
            return sent;
        }
        return sent;
    }

    /// Begins requests and sends this much of the body of each.
    ///
    /// @return how many the server goes on waiting for
    static int held(URI server, List<String> heads, int bodyBytes) throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            var held = 0;
            for (var head : heads) {
                var socket = connect(server);
                sockets.add(socket);
                held += isHeld(socket, head, bodyBytes) ? 1 : 0;
            }
            return held;
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isHeld(Socket socket, String head, int bodyBytes) {
        try {
            socket.setSoTimeout(CLOSED_WITHIN_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[bodyBytes]);
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException waiting) {
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /// {@return the beginning of what the server answers; empty when it closes without a word}
    static String ask(URI server, String request) {
        try (var socket = connect(server)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readNBytes(ANSWER_BYTES);
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    private static Socket connect(URI server) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(WAIT_MILLIS);
        return socket;
    }
}
