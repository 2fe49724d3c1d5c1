package carapace.client.identity;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.read.Network;
import carapace.client.verify.KeyChain;
import carapace.protocol.json.JsonException;
import carapace.protocol.key.Handle;
import carapace.protocol.record.IdentityToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// What a third party does with an [IdentityCard]: it needs the server's published key, and no
/// connection.
///
/// A card that holds is taken as often as it is shown: whoever lets somebody in by it remembers the
/// token's `id` until it has expired, or gives a nonce first.
///
/// @param server whose agents are believed, as it was first seen
/// @param audience how this party writes itself; a card for another is refused
public record IdentityCheck(ServerIdentity server, String audience, Clock clock) {

    /// For clocks that are not ours.
    private static final Duration SKEW_MAX = Duration.ofSeconds(30);

    /// Checks a card without a connection: that the agent's key follows from records that the
    /// server has accepted, that this key signed the token, for this audience and about now.
    ///
    /// @param nonce that this party gave; empty when it gave none
    /// @throws CarapaceException.Forged when anything does not hold
    public Identity check(String card, Optional<String> nonce) {
        var parsed = IdentityCard.parse(card);
        var chain = KeyChain.of(named(parsed.token()), parsed.links(), server);
        var token = verified(parsed.token(), chain);
        require(token.origin().equals(server.origin()), "the agent is another server's");
        require(token.audience().equals(audience), "the card is for somebody else");
        var now = clock.instant();
        require(!token.issuedAt().isAfter(now.plus(SKEW_MAX)), "the card is not yet valid");
        require(token.expiresAt().isAfter(now), "the card has expired");
        require(
                nonce.isEmpty() || token.nonce().equals(nonce),
                "the card does not carry the nonce that was given");
        return new Identity(token, chain.last(), chain.lastAt());
    }

    /// Asks the server whether the agent is still there, with the same key. A card made with a key
    /// that was stolen, and replaced since, is found out by this alone.
    ///
    /// @throws CarapaceException.Forged when not
    public void requireCurrent(Identity identity, Http http) {
        server.requireSame(http);
        var agent = identity.token().agent();
        var links = KeyChain.links(agent, http);
        require(
                KeyChain.of(agent, links, server).last().equals(identity.key()),
                "the agent has replaced this key");
        require(Network.over(http).agent(agent).retiredAt() == null, "the agent has retired");
    }

    private static Handle named(String token) {
        try {
            return IdentityToken.named(token);
        } catch (JsonException e) {
            throw new CarapaceException.Forged("this is no identity: " + e.getMessage(), e);
        }
    }

    private static IdentityToken verified(String token, KeyChain chain) {
        try {
            return IdentityToken.verify(token, chain.last());
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the identity does not hold: " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new CarapaceException.Forged(otherwise);
        }
    }
}
