package carapace.server.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `--database-url` says: `postgresql://[USER[:PASSWORD]@]HOST[:PORT]/NAME[?KEY=VALUE…]`, with
/// or without `jdbc:` in front. `?host=/FOLDER` means a Unix socket.
///
/// Over a network TLS with a verified certificate and host name is a must: it is the default, and
/// anything weaker is refused. Loopback and sockets do without.
///
/// @param password from the URL or the environment's `PGPASSWORD`; else the driver looks into
///   `~/.pgpass`
record ExternalUrl(Address address, @Nullable String user, @Nullable String password) {

    /// Other settings of the driver could switch verification off.
    private static final Set<String> KNOWN =
            Set.of(
                    "user",
                    "password",
                    "host",
                    "port",
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey");

    private static final Set<String> TLS = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final String VERIFIED = "verify-full";

    @Override
    public String toString() {
        return address.url().toString();
    }

    static ExternalUrl parse(URI given) {
        var text = given.toString();
        var url = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        if (!"postgresql".equals(url.getScheme()) && !"postgres".equals(url.getScheme())) {
            throw new DatabaseRefused("--database-url must begin with postgresql://");
        }
        var settings = settings(url);
        var credentials = Optional.ofNullable(url.getUserInfo()).orElse("").split(":", 2);
        var user = credentials[0].isEmpty() ? settings.get("user") : credentials[0];
        var password = credentials.length > 1 ? credentials[1] : settings.get("password");
        return new ExternalUrl(
                address(url, settings),
                user,
                password == null ? System.getenv("PGPASSWORD") : password);
    }

    private static Map<String, String> settings(URI url) {
        var settings = new HashMap<String, String>();
        if (url.getRawQuery() == null) {
            return settings;
        }
        for (var pair : url.getRawQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            if (parts.length < 2 || !KNOWN.contains(parts[0])) {
                throw new DatabaseRefused(
                        "--database-url does not take %s; it takes %s"
                                .formatted(
                                        parts[0],
                                        String.join(", ", KNOWN.stream().sorted().toList())));
            }
            settings.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return settings;
    }

    private static Address address(URI url, Map<String, String> settings) {
        var host =
                settings.getOrDefault(
                        "host", Optional.ofNullable(url.getHost()).orElse("localhost"));
        var path = Optional.ofNullable(url.getPath()).orElse("");
        if (path.length() < 2) {
            throw new DatabaseRefused(
                    "--database-url must name a database: postgresql://HOST/NAME");
        }
        var name = path.substring(1);
        var port = port(url, settings);
        if (host.startsWith("/")) {
            return new Address(Optional.of(Path.of(host)), "localhost", port, name, Map.of());
        }
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Address(Optional.empty(), bare, port, name, tls(bare, settings));
    }

    private static int port(URI url, Map<String, String> settings) {
        var text = settings.get("port");
        if (text != null) {
            return Integer.parseInt(text);
        }
        return url.getPort() < 0 ? Address.DEFAULT_PORT : url.getPort();
    }

    private static Map<String, String> tls(String host, Map<String, String> settings) {
        var tls = new HashMap<>(settings);
        tls.keySet().retainAll(TLS);
        if (LOOPBACK.contains(host)) {
            tls.putIfAbsent("sslmode", "prefer");
            return tls;
        }
        if (!tls.getOrDefault("sslmode", VERIFIED).equals(VERIFIED)) {
            throw new DatabaseRefused(
                    ("refusing sslmode=%s for %s: a database on another host needs"
                                    + " sslmode=verify-full (with sslrootcert=FILE for a CA of your"
                                    + " own)")
                            .formatted(tls.get("sslmode"), host));
        }
        tls.put("sslmode", VERIFIED);
        if (!tls.containsKey("sslrootcert")) {
            // Without a CA file the CAs that Java trusts.
            tls.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return tls;
    }
}
