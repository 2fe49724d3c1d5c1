package carapace.server.access.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.Channel;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private static final int MAX = 3;

    private final OpenConnections open = new OpenConnections(MAX);

    private static final class Connection implements Channel {

        private boolean open = true;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void oneAddressHasSoManyAndAnotherItsOwn() {
        for (var i = 0; i < MAX; i++) {
            assertThat(open.admit("a", new Connection())).isTrue();
        }

        assertThat(open.admit("a", new Connection())).isFalse();
        assertThat(open.admit("b", new Connection())).isTrue();
    }

    @Test
    void aClosedConnectionMakesRoomForOneAndARefusedOneTakesNone() {
        var first = new Connection();
        open.admit("a", first);
        for (var i = 0; i < MAX; i++) {
            open.admit("a", new Connection());
        }
        first.close();

        assertThat(open.admit("a", new Connection())).isTrue();
        assertThat(open.admit("a", new Connection())).isFalse();
    }

    @Test
    void forgetsAddressesOfWhichNothingIsOpen() {
        for (var i = 0; i < 5_000; i++) {
            var connection = new Connection();
            open.admit("host " + i, connection);
            connection.close();
        }

        assertThat(open.addresses()).isLessThanOrEqualTo(1_000);
    }
}
