package carapace.server.database;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/// Counts how often something was sent and then waited for. Public because the driver makes it by
/// name.
public final class CountingSockets extends SocketFactory {

    static final AtomicInteger ROUND_TRIPS = new AtomicInteger();

    private final UnixDomainSocketAddress address;

    public CountingSockets(String file) {
        address = UnixDomainSocketAddress.of(file);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new Counting(SocketChannel.open(address));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket();
    }

    private static final class Counting extends UnixSocket {

        private boolean sent;

        Counting(SocketChannel channel) {
            super(channel);
        }

        @Override
        public OutputStream getOutputStream() {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    sent = true;
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (sent) {
                        ROUND_TRIPS.incrementAndGet();
                        sent = false;
                    }
                    return in.read(bytes, offset, length);
                }
            };
        }
    }
}
