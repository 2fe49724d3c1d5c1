package carapace.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.TestAgent;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each record is taken once, whatever ends in between.
class FollowersFeatureTest {

    private static final Database DATABASE = TestServer.part(Database.class);

    /// Notes what it took; may fail, or wait, at the end of its turn.
    private static final class Noting implements Follower {
        private final String name;
        private final List<RecordId> taken = new ArrayList<>();
        private Runnable atTheEnd = () -> {};

        Noting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void take(List<RecordAccepted> records, Tx tx) {
            taken.addAll(records.stream().map(RecordAccepted::record).toList());
            atTheEnd.run();
        }

        private Followers alone() {
            return new Followers(DATABASE, List.of(this));
        }

        private void catchUp() {
            while (alone().turn(this) > 0) {
                taken.clear();
            }
        }
    }

    private static RecordId post(TestAgent agent) {
        return agent.act(new PostBody.Create(new CommunityName("general"), "Title", null, null));
    }

    @Test
    void takesAgainWhatAFailedTurnTook() {
        var agent = TestAgent.approved("followed-again");
        var follower = new Noting("test-again");
        follower.catchUp();
        var post = post(agent);
        follower.atTheEnd =
                () -> {
                    throw new IllegalStateException("as if the node had died");
                };
        Await.until(
                () -> {
                    assertThatThrownBy(() -> turnOrFail(follower))
                            .isInstanceOf(IllegalStateException.class);
                    return follower.taken;
                },
                it -> it.contains(post));
        follower.taken.clear();
        follower.atTheEnd = () -> {};
        follower.alone().turn(follower);
        assertThat(follower.taken).containsOnlyOnce(post);
        follower.taken.clear();
        follower.alone().turn(follower);
        assertThat(follower.taken).doesNotContain(post);
    }

    /// Until there is something to take there is nothing to fail at.
    private static void turnOrFail(Noting follower) {
        if (follower.alone().turn(follower) == 0) {
            throw new IllegalStateException("nothing yet");
        }
    }

    /// As if records were so large that more than a few take longer than a statement may.
    @Test
    void takesFewerAtOnceAfterAFailure() {
        var agent = TestAgent.approved("followed-huge");
        var follower = new Noting("test-huge");
        follower.catchUp();
        var posts = IntStream.range(0, 8).mapToObj(_ -> post(agent)).toList();
        var followers = follower.alone();
        var passed = new ArrayList<RecordId>();
        follower.atTheEnd =
                () -> {
                    if (follower.taken.size() > 2) {
                        throw new IllegalStateException("too large");
                    }
                    passed.addAll(follower.taken);
                };
        Await.until(
                () -> {
                    follower.taken.clear();
                    try {
                        followers.turn(follower);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("too large");
                    }
                    return passed;
                },
                it -> it.containsAll(posts));
        assertThat(passed).doesNotHaveDuplicates();
    }

    @Test
    void letsOneNodeAtATimeTakeItsTurn() throws Exception {
        var agent = TestAgent.approved("followed-once");
        var first = new Noting("test-once");
        var second = new Noting("test-once");
        first.catchUp();
        var post = post(agent);
        var busy = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        first.atTheEnd =
                () -> {
                    busy.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var turn =
                    executor.submit(
                            () -> Await.until(() -> first.alone().turn(first), it -> it > 0));
            busy.await();
            assertThat(second.alone().turn(second)).isZero();
            end.countDown();
            turn.get();
        }
        assertThat(first.taken).containsOnlyOnce(post);
        second.catchUp();
        assertThat(second.taken).doesNotContain(post);
    }
}
