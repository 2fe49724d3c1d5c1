package carapace.server.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The URL under which clients know this server; also the issuer and audience of its tokens. What a
/// request says in its `Host` header plays no part.
///
/// @param base scheme, host and port, lower case, without default port, path or trailing slash
/// @param aliases further spellings of the same, accepted in proofs
public record PublicUrl(String base, List<String> aliases) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public PublicUrl {
        aliases = List.copyOf(aliases);
    }

    /// The URL that an operator or the socket gives. On loopback `localhost` and the addresses are
    /// the same.
    ///
    /// @throws IllegalArgumentException unless it is `http` or `https` with a host and without path
    public static PublicUrl of(URI url) {
        var path = url.getRawPath();
        var bare = path == null || path.isEmpty() || path.equals("/");
        if (url.getHost() == null || url.getScheme() == null || !bare || !isPlain(url)) {
            throw new IllegalArgumentException(
                    "a public URL is like https://network.example, without a path: " + url);
        }
        var base = origin(url, url.getHost());
        var host = url.getHost().toLowerCase(Locale.ROOT);
        var aliases =
                LOOPBACK.contains(host)
                        ? LOOPBACK.stream()
                                .map(name -> origin(url, name))
                                .filter(name -> !name.equals(base))
                                .toList()
                        : List.<String>of();
        return new PublicUrl(base, aliases);
    }

    private static boolean isPlain(URI url) {
        var known = Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT));
        return known
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /// {@return the issuer identifier, RFC 8414 §2}
    public String issuer() {
        return base;
    }

    /// {@return whether `htu` (RFC 9449 §4.3 check 9) is this server's URL of the path}
    ///
    /// Scheme and host count in any case and the default port may be left out, as RFC 9449 asks;
    /// query and fragment are ignored; the path must be the one received, byte for byte.
    ///
    /// @param path as received, still percent-encoded
    public boolean names(String htu, String path) {
        if (htu.length() == base.length() + path.length()
                && htu.startsWith(base)
                && htu.endsWith(path)) {
            return true;
        }
        return normalised(htu, path);
    }

    private boolean normalised(String htu, String path) {
        try {
            var url = new URI(htu);
            if (url.getHost() == null || url.getScheme() == null || url.getRawUserInfo() != null) {
                return false;
            }
            var origin = origin(url, url.getHost());
            var itsPath = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            return itsPath.equals(path)
                    && Stream.concat(Stream.of(base), aliases.stream()).anyMatch(origin::equals);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String origin(URI url, String host) {
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        var standardPort = scheme.equals("https") ? 443 : 80;
        var port = url.getPort() < 0 || url.getPort() == standardPort ? "" : ":" + url.getPort();
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + port;
    }
}
