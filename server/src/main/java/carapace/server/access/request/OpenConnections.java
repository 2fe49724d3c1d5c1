package carapace.server.access.request;

import java.nio.channels.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The connections that are open, by the address that they come from.
final class OpenConnections {

    /// So that what was closed is let go even where nobody comes again.
    private static final int SWEEP_EVERY = 1_000;

    private final int maxOfOne;

    /// Guarded by this. Holds closed ones too, until they are in the way or swept.
    private final Map<String, List<Channel>> byAddress = new HashMap<>();

    private int sinceSweep;

    /// @param maxOfOne of one address at a time
    OpenConnections(int maxOfOne) {
        this.maxOfOne = maxOfOne;
    }

    /// {@return whether the address may have this connection as well; if so it counts until it is
    /// closed}
    synchronized boolean admit(String address, Channel connection) {
        if (++sinceSweep >= SWEEP_EVERY) {
            sweep();
        }
        var its = byAddress.computeIfAbsent(address, _ -> new ArrayList<>());
        if (its.size() >= maxOfOne) {
            its.removeIf(one -> !one.isOpen());
        }
        return its.size() < maxOfOne && its.add(connection);
    }

    private void sweep() {
        sinceSweep = 0;
        byAddress.values().forEach(its -> its.removeIf(one -> !one.isOpen()));
        byAddress.values().removeIf(List::isEmpty);
    }

    synchronized int addresses() {
        return byAddress.size();
    }
}
