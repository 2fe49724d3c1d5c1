package carapace.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/// Lets the JDBC driver speak over a Unix socket with the JDK alone.
///
/// Public only because the driver makes it by name, with the socket file as its argument.
public final class UnixSockets extends SocketFactory {

    private final UnixDomainSocketAddress address;

    public UnixSockets(String file) {
        address = UnixDomainSocketAddress.of(file);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new UnixSocket(SocketChannel.open(address));
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
}
