package carapace.server.access.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.server.access.Refusal;
import org.junit.jupiter.api.Test;

class BodiesInFlightTest {

    private final BodiesInFlight bodies = new BodiesInFlight(100, 60);

    @Test
    void oneAddressHasItsShareAndAllTogetherTheirs() {
        bodies.take("a", 60);

        assertThatThrownBy(() -> bodies.take("a", 1)).isInstanceOf(Refusal.class);
        bodies.take("b", 40);
        assertThatThrownBy(() -> bodies.take("c", 1)).isInstanceOf(Refusal.class);
        assertThat(bodies.bytes()).isEqualTo(100);
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        bodies.take("a", 60);
        bodies.take("b", 40);

        bodies.release("a", 60);

        bodies.take("c", 60);
        assertThatThrownBy(() -> bodies.take("a", 1)).isInstanceOf(Refusal.class);
        bodies.release("b", 40);
        bodies.release("c", 60);
        assertThat(bodies.bytes()).isZero();
    }
}
