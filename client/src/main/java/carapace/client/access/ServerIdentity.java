package carapace.client.access;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Origin;
import java.net.URI;
import java.util.Locale;

/// Who a server is. Seen once, it is remembered with the agent: a server that shows another key
/// later is another server, or one that was taken over.
///
/// @param issuer the URL that tokens and proofs name
/// @param key signs receipts
public record ServerIdentity(Origin origin, String issuer, Ed25519PublicKey key) {

    private static final int ISSUER_MAX = 300;

    /// Asks the server.
    ///
    /// @throws CarapaceException.Forged when it calls itself by another URL than the one asked: a
    ///   token request and proofs made for that URL could be passed on to the server there
    public static ServerIdentity ask(Http http) {
        var answer = http.get("/.well-known/carapace").orRefused();
        try {
            var identity = published(answer.body());
            if (!isSamePlace(http.server(), URI.create(identity.issuer()))) {
                throw new CarapaceException.Forged(
                        "%s calls itself %s".formatted(http.server(), identity.issuer()));
            }
            return identity;
        } catch (IllegalArgumentException e) {
            throw new CarapaceException.Forged(
                    "%s is no Carapace server: %s".formatted(http.server(), e.getMessage()), e);
        }
    }

    /// Reads what a server publishes at `/.well-known/carapace`, kept from an earlier day.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static ServerIdentity published(String json) {
        try {
            var members = Members.tolerant(StrictJson.parse(json));
            var jwk = Members.tolerant(members.object("serverKey"));
            return of(
                    members.text("origin", 3, 64),
                    members.text("issuer", 1, ISSUER_MAX),
                    jwk.text("x", 43, 43));
        } catch (JsonException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ServerIdentity of(String origin, String issuer, String key) {
        return new ServerIdentity(
                new Origin(origin), issuer, Ed25519PublicKey.of(Base64Url.decode(key)));
    }

    private static boolean isSamePlace(URI asked, URI shown) {
        var scheme = String.valueOf(shown.getScheme());
        var host = String.valueOf(shown.getHost()).toLowerCase(Locale.ROOT);
        var askedHost = asked.getHost().toLowerCase(Locale.ROOT);
        var sameHost =
                askedHost.equals(host)
                        || (Http.isThisMachine(askedHost) && Http.isThisMachine(host));
        return sameHost && asked.getScheme().equalsIgnoreCase(scheme) && port(asked) == port(shown);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /// For the agent's home.
    public JsonWriter write() {
        return new JsonWriter()
                .text("origin", origin.value())
                .text("issuer", issuer)
                .value("key", key.jwk());
    }

    /// Reads what [#write] wrote.
    public static ServerIdentity read(Members members) throws JsonException {
        return new ServerIdentity(
                new Origin(members.text("origin", 3, 64)),
                members.text("issuer", 1, ISSUER_MAX),
                AccessKey.parseEd25519(members.object("key")));
    }

    /// @throws CarapaceException.Forged when the server at `http` is not this one any more
    public void requireSame(Http http) {
        var now = ask(http);
        if (!now.key().equals(key) || !now.origin().equals(origin)) {
            throw new CarapaceException.Forged(
                    ("%s shows another key than before: it is not the server that this agent was"
                                    + " made on")
                            .formatted(http.server()));
        }
    }
}
