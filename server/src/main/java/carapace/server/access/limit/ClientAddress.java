package carapace.server.access.limit;

import carapace.server.access.AccessOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Tells from where a request comes: from the other end of its connection, unless that is a proxy
/// which the operator trusts to say so in `X-Forwarded-For`.
@Component
public final class ClientAddress {

    /// Literal addresses only, so that nothing a client sends is looked up in the DNS.
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /// More proxies in a row than anybody has.
    private static final int ENTRIES_MAX = 32;

    private static final int NETWORK_BYTES = 8;

    private final Set<InetAddress> trustedProxies;

    @Autowired
    ClientAddress(AccessOptions options) {
        this(options.trustedProxies());
    }

    ClientAddress(List<InetAddress> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /// {@return the holder of limits by address: an IPv4 address, or the /64 of an IPv6 address,
    /// since every household has that many of the latter}
    ///
    /// @param peer of the connection, a literal address
    /// @param forwardedFor values of `X-Forwarded-For`, in order of their lines
    public String holder(String peer, List<String> forwardedFor) {
        var address = literal(peer);
        if (address.isEmpty()) {
            return peer;
        }
        var client =
                trustedProxies.contains(address.get())
                        ? behindProxies(address.get(), forwardedFor)
                        : address.get();
        return name(client);
    }

    /// {@return whether the peer may speak plain HTTP here: it is on this host, or a proxy that the
    /// operator trusts to have ended TLS}
    ///
    /// @param peer of the connection, a literal address
    public boolean mayCallPlainly(String peer) {
        return literal(peer)
                .filter(it -> it.isLoopbackAddress() || trustedProxies.contains(it))
                .isPresent();
    }

    /// {@return whether the peer is a proxy that the operator trusts}
    ///
    /// @param peer of a connection, a literal address
    public boolean isProxy(String peer) {
        return literal(peer).filter(trustedProxies::contains).isPresent();
    }

    /// From the right, the first that is no trusted proxy: all left of it is the client's own word,
    /// however much of it there is.
    private InetAddress behindProxies(InetAddress peer, List<String> forwardedFor) {
        var nearest = peer;
        for (var entry : lastEntries(forwardedFor)) {
            var address = literal(entry);
            if (address.isEmpty()) {
                return nearest;
            }
            nearest = address.get();
            if (!trustedProxies.contains(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    /// The nearest first.
    private static List<String> lastEntries(List<String> lines) {
        var entries = new ArrayList<String>();
        for (var line : lines.reversed()) {
            var end = line.length();
            while (end >= 0 && entries.size() < ENTRIES_MAX) {
                var comma = line.lastIndexOf(',', end - 1);
                entries.add(line.substring(comma + 1, end).strip());
                end = comma;
            }
        }
        return entries;
    }

    private static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String name(InetAddress address) {
        return address instanceof Inet6Address v6
                ? HexFormat.of().formatHex(v6.getAddress(), 0, NETWORK_BYTES) + "/64"
                : address.getHostAddress();
    }
}
