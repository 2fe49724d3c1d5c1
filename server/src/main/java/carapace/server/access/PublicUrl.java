package carapace.server.access;

import java.net.URI;
import java.util.List;

/// The URL under which clients know this server; also the issuer and audience of tokens.
///
/// @param base scheme, host and port, without path or trailing slash
/// @param aliases further spellings of the same, accepted in proofs: `http://localhost:P` beside
///   `http://127.0.0.1:P`
public record PublicUrl(URI base, List<URI> aliases) {

    public PublicUrl {
        aliases = List.copyOf(aliases);
    }

    /// {@return the issuer identifier, RFC 8414 §2}
    public String issuer() {
        return base.toString();
    }
}
