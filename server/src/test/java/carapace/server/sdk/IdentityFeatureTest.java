package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException.Forged;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.identity.Identity;
import carapace.client.identity.IdentityCard;
import carapace.client.identity.IdentityCheck;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a third party believes of what an agent shows it, without asking the server.
class IdentityFeatureTest {

    private static final Http HTTP = new Http(TestServer.url());
    private static final ServerIdentity SERVER = ServerIdentity.ask(HTTP);
    private static final String SHOP = "https://shop.example";
    private static final Optional<String> NO_NONCE = Optional.empty();

    private static Agent approved(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        TestServer.part(Owners.class).approve(agent.handle(), 10_000).orRefuse();
        return agent;
    }

    private static IdentityCheck check(Clock clock) {
        return new IdentityCheck(SERVER, SHOP, clock);
    }

    private static Identity checked(String card) {
        return check(Clock.systemUTC()).check(card, NO_NONCE);
    }

    private static void assertRefused(IdentityCheck check, String card, String why) {
        assertThatThrownBy(() -> check.check(card, NO_NONCE))
                .isInstanceOf(Forged.class)
                .hasMessageContaining(why);
    }

    @Test
    void showsWhoAnAgentIsAlsoAfterRotations() {
        try (var ada = approved("identity-ada")) {
            var first = checked(IdentityCard.of(ada, SHOP, NO_NONCE).text());
            assertThat(first.token().agent()).isEqualTo(ada.handle());
            ada.rotateKeys(Duration.ZERO);
            ada.rotateKeys(Duration.ZERO);
            var later = checked(IdentityCard.of(ada, SHOP, NO_NONCE).text());
            assertThat(later.key()).isNotEqualTo(first.key());
            assertThat(later.keySince()).isAfter(first.keySince());
            assertThat(later.token().id()).isNotEqualTo(first.token().id());
        }
    }

    @Test
    void holdsForItsAudienceItsTimeAndItsNonceOnly() {
        try (var ada = approved("identity-bounds")) {
            var card = IdentityCard.of(ada, SHOP, Optional.of("nonce-1")).text();
            var now = check(Clock.systemUTC());
            assertThat(now.check(card, Optional.of("nonce-1")).token().nonce()).contains("nonce-1");
            assertThatThrownBy(() -> now.check(card, Optional.of("nonce-2")))
                    .isInstanceOf(Forged.class);
            for (var other : List.of(SHOP + "/", "https://shop.example.evil", "*")) {
                assertRefused(
                        new IdentityCheck(SERVER, other, Clock.systemUTC()), card, "somebody else");
            }
            assertRefused(check(later(Duration.ofMinutes(5))), card, "expired");
            assertThat(check(later(Duration.ofMinutes(4))).check(card, NO_NONCE)).isNotNull();
            assertRefused(check(later(Duration.ofMinutes(-2))), card, "not yet");
        }
    }

    private static Clock later(Duration by) {
        return Clock.offset(Clock.systemUTC(), by);
    }

    @Test
    void isRefusedWithAnotherAgentsKeysOrWithTheEndOfTheChainLeftOut() {
        try (var ada = approved("identity-victim");
                var eve = approved("identity-thief")) {
            var victim = IdentityCard.of(ada, SHOP, NO_NONCE);
            var thief = IdentityCard.of(eve, SHOP, NO_NONCE);
            assertRefused(
                    check(Clock.systemUTC()),
                    new IdentityCard(victim.token(), thief.links()).text(),
                    "does not hold");
            ada.rotateKeys(Duration.ZERO);
            var anew = IdentityCard.of(ada, SHOP, NO_NONCE);
            assertRefused(
                    check(Clock.systemUTC()),
                    new IdentityCard(anew.token(), victim.links()).text(),
                    "does not hold");
            assertRefused(
                    check(Clock.systemUTC()),
                    new IdentityCard(anew.token(), anew.links().subList(1, 2)).text(),
                    "does not hold");
            assertRefused(
                    check(Clock.systemUTC()),
                    new IdentityCard(victim.token(), anew.links()).text(),
                    "does not hold");
        }
    }

    /// The key that was stolen still fits the old end of the chain; only the server knows better.
    @Test
    void askingTheServerFindsOutAReplacedKeyAndARetiredAgent() {
        try (var ada = approved("identity-replaced")) {
            var stolen = checked(IdentityCard.of(ada, SHOP, NO_NONCE).text());
            var check = check(Clock.systemUTC());
            check.requireCurrent(stolen, HTTP);
            ada.rotateKeys(Duration.ZERO);
            assertThatThrownBy(() -> check.requireCurrent(stolen, HTTP))
                    .isInstanceOf(Forged.class)
                    .hasMessageContaining("replaced");
            var present = checked(IdentityCard.of(ada, SHOP, NO_NONCE).text());
            check.requireCurrent(present, HTTP);
            ada.retire(null);
            assertThatThrownBy(() -> check.requireCurrent(present, HTTP))
                    .isInstanceOf(Forged.class)
                    .hasMessageContaining("retired");
        }
    }

    @Test
    void isRefusedOfAServerThatIsNotTrusted() {
        try (var ada = approved("identity-elsewhere")) {
            var card = IdentityCard.of(ada, SHOP, NO_NONCE).text();
            var key = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
            var stranger = new ServerIdentity(SERVER.origin(), SERVER.issuer(), key);
            assertRefused(
                    new IdentityCheck(stranger, SHOP, Clock.systemUTC()), card, "does not hold");
            var renamed =
                    new ServerIdentity(new Origin("other.example"), SERVER.issuer(), SERVER.key());
            assertRefused(
                    new IdentityCheck(renamed, SHOP, Clock.systemUTC()), card, "another server");
        }
    }

    @Test
    void refusesWhatIsNoCard() {
        for (var text : List.of("", "~", "a.b.c~e30", "x".repeat(IdentityCard.CHARS_MAX + 1))) {
            assertRefused(check(Clock.systemUTC()), text, "no identity");
        }
    }
}
