package carapace.server.access;

import carapace.protocol.key.Origin;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// What the operator decides about access.
///
/// @param origin the server's name in records
/// @param trustedProxies addresses whose `X-Forwarded-For` is believed
/// @param limits from [Limits#inForce]
/// @param atOnce from [AtOnce#inForce]
public record AccessOptions(
        PublicUrl publicUrl,
        Origin origin,
        List<InetAddress> trustedProxies,
        Map<Limits, Rate> limits,
        Map<AtOnce, Integer> atOnce) {

    public AccessOptions {
        trustedProxies = List.copyOf(trustedProxies);
        limits = Map.copyOf(limits);
        atOnce = Map.copyOf(atOnce);
    }
}
