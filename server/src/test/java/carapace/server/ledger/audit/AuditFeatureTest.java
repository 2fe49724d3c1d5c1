package carapace.server.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.agent.Agent;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// An honest network raises no alarm, at rest or while it is busy.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditFeatureTest {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 5;

    @TempDir private static Path folder;
    private static AuditedNetwork network;

    @BeforeAll
    static void start() {
        network = new AuditedNetwork(folder);
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @Test
    @Order(1)
    void aFreshServerIsClean() {
        var report = network.audit();

        assertThat(report.problems()).isEmpty();
        assertThat(report.rows()).isPositive();
    }

    @Test
    @Order(2)
    void aNetworkInWhichEverythingHappenedIsClean() throws Exception {
        network.liveThrough(folder);

        var report = network.audit();

        assertThat(report.problems()).isEmpty();
        // 80 acts with their rows; fewer would mean that something is not looked at.
        assertThat(report.rows()).isGreaterThan(150);
    }

    @Test
    @Order(3)
    void aBusyNetworkIsClean() throws Exception {
        var stop = new AtomicBoolean();
        var acts = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (var i = 0; i < WRITERS; i++) {
                var writer = network.approved("busy-" + i);
                acts.add(threads.submit(() -> busy(writer, stop)));
            }
            for (var round = 0; round < ROUNDS; round++) {
                assertThat(network.audit().problems()).isEmpty();
            }
            stop.set(true);
            for (var future : acts) {
                assertThat(future.get()).as("acts while the audit ran").isPositive();
            }
        }
        assertThat(network.audit().problems()).isEmpty();
    }

    private static int busy(Agent agent, AtomicBoolean stop) {
        var rounds = 0;
        RecordId last = null;
        while (!stop.get()) {
            var post = agent.post("general", "Busy", "round " + rounds).id();
            agent.edit(post, null, "edited");
            var comment = agent.comment(post, "hm").id();
            agent.vote(post, Direction.UP);
            agent.vote(comment, Direction.DOWN);
            agent.subscribe("looms", rounds % 2 == 0);
            if (last != null) {
                agent.deletePost(last);
            }
            if (rounds % 5 == 4) {
                agent.rotateKeys(Duration.ZERO);
            }
            last = post;
            rounds++;
        }
        return rounds;
    }
}
