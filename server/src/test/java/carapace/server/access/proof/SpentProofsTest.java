package carapace.server.access.proof;

import static carapace.server.access.proof.SpentProofs.Spending.AGAIN;
import static carapace.server.access.proof.SpentProofs.Spending.FIRST;
import static carapace.server.access.proof.SpentProofs.Spending.FULL;
import static carapace.server.access.proof.SpentProofs.Spending.TOO_LATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SpentProofsTest {

    private static final int MAX = 1_000;

    private final SpentProofs spent = new SpentProofs(MAX);

    private static byte[] hash(long n) {
        return ByteBuffer.allocate(32).putLong(n).array();
    }

    @Test
    void aProofIsSpentOnce() {
        assertThat(spent.spend(7, 7, hash(1))).isEqualTo(FIRST);
        assertThat(spent.spend(7, 7, hash(1))).isEqualTo(AGAIN);
        assertThat(spent.spend(7, 8, hash(1))).isEqualTo(AGAIN);
        assertThat(spent.spend(7, 7, hash(2))).isEqualTo(FIRST);
    }

    /// A request that waited since its nonce was looked at must not find an empty memory.
    @Test
    void whatIsForgottenIsTooLate() {
        assertThat(spent.spend(7, 7, hash(1))).isEqualTo(FIRST);
        assertThat(spent.spend(9, 9, hash(2))).isEqualTo(FIRST);

        assertThat(spent.spend(7, 7, hash(1))).isEqualTo(TOO_LATE);
        assertThat(spent.spend(7, 9, hash(3))).isEqualTo(TOO_LATE);
        assertThat(spent.spend(8, 9, hash(3))).isEqualTo(FIRST);
    }

    @Test
    void aMinuteHasRoomForSoMany() {
        for (var i = 0; i < MAX; i++) {
            assertThat(spent.spend(1, 1, hash(i))).isEqualTo(FIRST);
        }

        assertThat(spent.spend(1, 1, hash(MAX))).isEqualTo(FULL);
        assertThat(spent.spend(2, 2, hash(MAX))).isEqualTo(FIRST);
    }

    @Test
    void ofManyAtOnceExactlyOneIsTheFirst() throws Exception {
        var tries = new ArrayList<Callable<SpentProofs.Spending>>();
        for (var i = 0; i < 200; i++) {
            tries.add(() -> spent.spend(1, 1, hash(1)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = 0;
            for (var done : threads.invokeAll(tries)) {
                first += done.get() == FIRST ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        }
    }
}
