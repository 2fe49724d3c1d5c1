package carapace.client.identity;

import carapace.client.access.CarapaceException;
import carapace.client.agent.Agent;
import carapace.client.verify.KeyChain;
import carapace.client.verify.KeyChain.Link;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an agent hands to a third party: its identity token, a tilde, and the records from which
/// its key follows, each with the server's receipt, in base64url.
///
/// The second part is a JSON object with `records`. Readers pass over other members: a proof of the
/// public log will stand there.
///
/// @param token compact JWS
public record IdentityCard(String token, List<Link> links) {

    /// Of the text: what a form or a message carries with ease.
    public static final int CHARS_MAX = 65_536;

    /// An agent that has replaced its keys more often is shown by its newest card only to those who
    /// ask its server.
    private static final int LINKS_MAX = 32;

    private static final int RECEIPT_MAX = 2_048;

    public IdentityCard {
        links = List.copyOf(links);
        if (links.isEmpty() || links.size() > LINKS_MAX) {
            throw new IllegalArgumentException("a card has 1 to %d links".formatted(LINKS_MAX));
        }
    }

    /// Makes a card for one third party, which holds for five minutes.
    ///
    /// @param audience how the third party writes itself, usually its URL
    /// @param nonce that it gave, if it did
    /// @throws CarapaceException.Refused when the server does not show the agent's keys
    /// @throws IllegalArgumentException when audience or nonce are too long
    public static IdentityCard of(Agent agent, String audience, Optional<String> nonce) {
        return new IdentityCard(
                agent.identify(audience, nonce), KeyChain.links(agent.handle(), agent.http()));
    }

    /// {@return how it is sent}
    public String text() {
        var records = links.stream().map(IdentityCard::json).toList();
        var chain = new JsonWriter().value("records", new JsonArray(records)).write();
        return token + "~" + Base64Url.encode(chain.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonValue json(Link link) {
        return new JsonWriter()
                .text("record", link.record())
                .text("receipt", link.receipt())
                .object();
    }

    /// Reads what was sent. Nothing of it is to be believed yet.
    ///
    /// @throws CarapaceException.Forged when it is no card
    static IdentityCard parse(String text) {
        var tilde = text.indexOf('~');
        if (text.length() > CHARS_MAX || tilde < 0) {
            throw new CarapaceException.Forged("this is no identity card");
        }
        try {
            var chain = StrictJson.parse(Base64Url.decode(text.substring(tilde + 1)));
            var links = new ArrayList<Link>();
            for (var json : Members.tolerant(chain).list("records", 1, LINKS_MAX)) {
                var members = Members.tolerant(json);
                links.add(
                        new Link(
                                members.text("record", 1, SignedRecord.BYTES_MAX),
                                members.text("receipt", 1, RECEIPT_MAX)));
            }
            return new IdentityCard(text.substring(0, tilde), links);
        } catch (JsonException | IllegalArgumentException e) {
            throw new CarapaceException.Forged("this is no identity card: " + e.getMessage(), e);
        }
    }
}
