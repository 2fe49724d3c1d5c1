package carapace.server.access.request;

import carapace.server.access.limit.ClientAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/// HTTP as Tomcat speaks it, but no address can hold all connections: a client that opens many and
/// sends next to nothing (slow loris) would else keep everybody out. What is too many is closed
/// before a byte is read. A trusted proxy may have as many as there are.
///
/// Made by Tomcat, by its name.
public final class FairProtocol extends Http11NioProtocol {

    private final FairEndpoint endpoint;

    public FairProtocol() {
        this(new FairEndpoint());
    }

    private FairProtocol(FairEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /// Must be told before it starts.
    ///
    /// @param ofOneAddress connections at a time
    void tell(ClientAddress addresses, int ofOneAddress) {
        endpoint.addresses = addresses;
        endpoint.open = new OpenConnections(ofOneAddress);
    }

    private static final class FairEndpoint extends NioEndpoint {

        private @Nullable OpenConnections open;
        private @Nullable ClientAddress addresses;

        @Override
        protected boolean setSocketOptions(SocketChannel connection) {
            if (isFair(connection)) {
                return super.setSocketOptions(connection);
            }
            // What Tomcat has set nothing up for, it would neither close nor stop counting.
            destroySocket(connection);
            return false;
        }

        private boolean isFair(SocketChannel connection) {
            try {
                if (!(connection.getRemoteAddress() instanceof InetSocketAddress remote)
                        || addresses == null
                        || open == null) {
                    return false;
                }
                var peer = remote.getAddress().getHostAddress();
                return addresses.isProxy(peer)
                        || open.admit(addresses.holder(peer, List.of()), connection);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
