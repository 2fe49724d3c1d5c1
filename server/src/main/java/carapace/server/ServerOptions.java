package carapace.server;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator decides when starting the server.
///
/// @param data folder of everything the server keeps: `database`, `vault`, `run`, `logs`
/// @param bind address to listen on; anything but loopback needs `tls` or `trustedProxies`
/// @param port 0 to 65535; 0 takes a free one
/// @param databaseUrl JDBC URL of an external PostgreSQL (15 or newer) used instead of the embedded
/// @param origin the server's name in records; derived from the server's key when absent
/// @param publicUrl the base URL that clients see, when a proxy stands in front
/// @param tls certificate and key for serving HTTPS
/// @param trustedProxies addresses whose `X-Forwarded-For` is believed, and which, beside this
///   host, may speak plain HTTP
/// @param limits overrides of named limits, `NAME` to `COUNT/PERIOD`, or to `COUNT` at once
/// @param meaning whether texts are searched by their meaning too, which takes some 90 MB
public record ServerOptions(
        Path data,
        InetAddress bind,
        int port,
        Optional<URI> databaseUrl,
        Optional<String> origin,
        Optional<URI> publicUrl,
        Optional<TlsFiles> tls,
        List<InetAddress> trustedProxies,
        Map<String, String> limits,
        boolean meaning) {

    /// PEM files.
    public record TlsFiles(Path certificate, Path privateKey) {}

    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        trustedProxies = List.copyOf(trustedProxies);
        limits = Map.copyOf(limits);
        data = data.toAbsolutePath().normalize();
    }

    /// Loopback, plain HTTP, embedded PostgreSQL, searching by words: what a trial or a test needs.
    public static ServerOptions local(Path data, int port) {
        return new ServerOptions(
                data,
                InetAddress.getLoopbackAddress(),
                port,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                false);
    }

    /// The same options with a limit overridden.
    public ServerOptions withLimits(Map<String, String> overrides) {
        return new ServerOptions(
                data,
                bind,
                port,
                databaseUrl,
                origin,
                publicUrl,
                tls,
                trustedProxies,
                overrides,
                meaning);
    }

    /// The same options, searching by meaning too.
    public ServerOptions withMeaning() {
        return new ServerOptions(
                data,
                bind,
                port,
                databaseUrl,
                origin,
                publicUrl,
                tls,
                trustedProxies,
                limits,
                true);
    }
}
