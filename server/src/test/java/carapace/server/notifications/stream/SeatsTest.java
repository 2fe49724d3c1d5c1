package carapace.server.notifications.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.server.access.AtOnce;
import carapace.server.access.Refusal;
import carapace.server.access.Standing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private final Seats seats =
            new Seats(
                    Map.of(
                            AtOnce.NODE_STREAMS, 8,
                            AtOnce.ADDRESS_STREAMS, 5,
                            AtOnce.AGENT_STREAMS, 2,
                            AtOnce.VISITOR_STREAMS, 3));

    private static Standing visitor(String address) {
        return new Standing(address, null);
    }

    private static Standing agent(String address, String name) {
        return agent(address, name, true);
    }

    private static Standing agent(String address, String name, boolean claimed) {
        var key = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
        return new Standing(
                address,
                new Standing.Proven(new Handle(name), claimed, key.thumbprint(), Instant.MAX));
    }

    private void refuses(Standing standing, String limit) {
        assertThatThrownBy(() -> seats.take(standing))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.problem().extensions().toString()).contains(limit);
                            assertThat(refusal.problem().retryAfter()).isPresent();
                        });
    }

    private void take(Standing standing, int times) {
        for (var i = 0; i < times; i++) {
            seats.take(standing);
        }
    }

    @Test
    void countsVisitorsByAddress() {
        take(visitor("a"), 3);
        refuses(visitor("a"), "visitor-streams");
        assertThatCode(() -> seats.take(visitor("b"))).doesNotThrowAnyException();
    }

    @Test
    void countsAgentsWhereverTheyAre() {
        seats.take(agent("a", "ada"));
        seats.take(agent("b", "ada"));
        refuses(agent("c", "ada"), "agent-streams");
        assertThatCode(() -> seats.take(agent("c", "bob"))).doesNotThrowAnyException();
    }

    @Test
    void countsAnAddressWhoeverAsks() {
        take(visitor("a"), 2);
        take(agent("a", "ada"), 2);
        seats.take(agent("a", "bob"));
        refuses(agent("a", "eve"), "address-streams");
    }

    @Test
    void keepsTheLastSeatsForAgents() {
        take(visitor("a"), 3);
        take(visitor("b"), 3);
        refuses(visitor("c"), "node-streams");
        refuses(agent("c", "orphan", false), "node-streams");
        take(agent("c", "ada"), 2);
        refuses(agent("d", "bob"), "node-streams");
    }

    @Test
    void givesSeatsBack() {
        take(visitor("a"), 3);
        seats.leave(visitor("a"));
        seats.take(visitor("a"));
        refuses(visitor("a"), "visitor-streams");
    }
}
