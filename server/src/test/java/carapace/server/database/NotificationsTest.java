package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class NotificationsTest {

    private static final String GAP = "(gap)";

    private final TestDatabase test;
    private final Database database;

    NotificationsTest(Postgres postgres) {
        test = postgres.database();
        database = test.database();
    }

    private BlockingQueue<String> listen(String channel) {
        var heard = new LinkedBlockingQueue<String>();
        database.listen(
                channel,
                new Listener() {
                    @Override
                    public void changed(String payload) {
                        heard.add(payload);
                    }

                    @Override
                    public void gap() {
                        heard.add(GAP);
                    }
                });
        return heard;
    }

    private void notify(String channel, String payload) {
        database.transact(
                Caller.node(),
                tx -> {
                    tx.notify(channel, payload);
                    return true;
                });
    }

    /// As another node does it.
    private void notifyFromElsewhere(String channel, String payload) throws SQLException {
        try (var other = test.superuser();
                var statement = other.prepareStatement(Notifications.NOTIFY)) {
            statement.setString(1, channel);
            statement.setString(2, payload);
            statement.execute();
        }
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return String.valueOf(heard.poll(5, TimeUnit.SECONDS));
    }

    /// As [#next], past the gaps of a connection that another test has cut.
    private static String nextChange(BlockingQueue<String> heard) throws InterruptedException {
        var next = next(heard);
        while (next.equals(GAP)) {
            next = next(heard);
        }
        return next;
    }

    @Test
    void arriveInOrderOnTheirChannelOnly() throws Exception {
        var heard = listen("authority");
        var other = listen("elsewhere");
        notifyFromElsewhere("authority", "ada");
        notifyFromElsewhere("authority", "bob and more");
        notifyFromElsewhere("elsewhere", "");
        assertThat(next(heard)).isEqualTo("ada");
        assertThat(next(heard)).isEqualTo("bob and more");
        assertThat(next(other)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void arriveOnlyWhenCommitted() throws InterruptedException {
        var heard = listen("committed");
        database.transact(
                Caller.node(),
                tx -> {
                    tx.notify("committed", "never");
                    tx.rollback();
                    return true;
                });
        notify("committed", "then");
        assertThat(next(heard)).isEqualTo("then");
    }

    /// Otherwise whoever asks this node next could be answered from before.
    @Test
    void thisNodeHasHeardWhenTheTransactionReturns() throws InterruptedException {
        var heard = listen("here");
        notify("here", "ada");
        assertThat(heard).contains("ada");
        next(heard);
        assertThat(next(heard)).as("told to all nodes").isEqualTo("ada");
    }

    /// What a commit still owes is done before this node is told of it, and in full. PostgreSQL
    /// tells it as well, like all others, whenever it comes to that.
    @Test
    void areDeliveredAfterTheWorkThatFollowsACommitAlsoWhenItFails() throws Exception {
        var heard = listen("owed");
        Runnable fails =
                () -> {
                    heard.add("first " + rows("owed"));
                    throw new IllegalStateException("broken on purpose");
                };
        assertThatThrownBy(() ->
                        database.transact(
                                Caller.node(),
                                tx -> {
                                    tx.afterCommit(fails);
                                    tx.afterCommit(() -> heard.add("second"));
                                    tx.notify("owed", "told");
                                    return true;
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken on purpose");
        var order = new ArrayList<String>();
        for (var i = 0; i < 4; i++) {
            order.add(nextChange(heard));
        }
        assertThat(order).containsExactlyInAnyOrder("first 1", "second", "told", "told");
        assertThat(order).containsSubsequence("first 1", "second", "told");
    }

    /// Also shows that the work may use the database anew.
    private long rows(String name) {
        return database.list(Caller.node(), "select ?::text", row -> row.string(1), name).size();
    }

    @Test
    void nothingFollowsARollback() {
        var done = new LinkedBlockingQueue<String>();
        database.transact(
                Caller.node(),
                tx -> {
                    tx.afterCommit(() -> done.add("asked for"));
                    tx.rollback();
                    return true;
                });
        assertThatThrownBy(() ->
                        database.transact(
                                Caller.node(),
                                tx -> {
                                    tx.afterCommit(() -> done.add("failed"));
                                    throw new IllegalStateException("broken on purpose");
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(done).isEmpty();
    }

    @Test
    void aLostConnectionIsAGapAndHearsAgain() throws Exception {
        var heard = listen("lost");
        try (var admin = test.superuser();
                var kill =
                        admin.prepareStatement(
                                """
                                select pg_terminate_backend(pid) from pg_stat_activity
                                where datname = current_database()
                                    and query in ('select 1', 'listen carapace')
                                    and usename = 'carapace_app'
                                """)) {
            kill.execute();
        }
        assertThat(next(heard)).isEqualTo(GAP);
        // One gap for the loss and one for what was missed until it heard again.
        assertThat(next(heard)).isEqualTo(GAP);
        heard.clear();
        notify("lost", "back");
        assertThat(next(heard)).isEqualTo("back");
    }

    @Test
    void aFailingListenerDoesNotSilenceTheOthers() throws InterruptedException {
        database.listen(
                "failing",
                new Listener() {
                    @Override
                    public void changed(String payload) {
                        throw new IllegalStateException("broken on purpose");
                    }

                    @Override
                    public void gap() {}
                });
        var heard = listen("failing");
        notify("failing", "still");
        assertThat(nextChange(heard)).isEqualTo("still");
    }

    @Test
    void aPayloadNamesWhatChangedAndHoldsNothing() {
        assertThatThrownBy(() -> notify("big", "x".repeat(7_001)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
