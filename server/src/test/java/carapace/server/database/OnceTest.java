package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Handle;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A one-time token is spent once, whatever happens at the same time.
@ParameterizedClass
@EnumSource
class OnceTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ONE = "select 1";
    private static final int PARALLEL = 200;

    private final TestDatabase test;
    private final Database database;

    OnceTest(Postgres postgres) {
        test = postgres.database();
        database = test.database();
    }

    private static byte[] token() {
        var token = new byte[32];
        RANDOM.nextBytes(token);
        return token;
    }

    private Caller.Agent holding(byte[] token, Instant expires) {
        return new Caller.Agent(new Handle("ada"), new Once(token, expires, database.epoch()));
    }

    private Caller.Agent holding(byte[] token) {
        return holding(token, Instant.now().plusSeconds(60));
    }

    private void read(Caller caller) {
        database.list(caller, ONE, row -> row.intValue(1));
    }

    @Test
    void theFirstStatementSpendsIt() {
        var token = token();
        var ada = holding(token);
        read(ada);
        assertThat(ada.once()).extracting(Once::spent).isEqualTo(true);
        read(ada);
        assertThatThrownBy(() -> read(holding(token))).isInstanceOf(OnceSpent.class);
        assertThatThrownBy(() -> database.transact(holding(token), tx -> tx.update(ONE)))
                .isInstanceOf(OnceSpent.class);
        assertThatThrownBy(() -> database.spend(holding(token))).isInstanceOf(OnceSpent.class);
    }

    @Test
    void ofManyAtOnceExactlyOneSucceeds() throws Exception {
        var token = token();
        var attempts = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < PARALLEL; i++) {
            var inTransaction = i % 2 == 0;
            attempts.add(() -> {
                var ada = holding(token);
                if (inTransaction) {
                    return database.transact(ada, tx -> tx.one(ONE, _ -> true)).orElseThrow();
                }
                read(ada);
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var succeeded = 0;
            for (var attempt : threads.invokeAll(attempts)) {
                succeeded += outcome(attempt);
            }
            assertThat(succeeded).isEqualTo(1);
        }
    }

    private static int outcome(Future<Boolean> attempt) throws InterruptedException {
        try {
            attempt.get();
            return 1;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(OnceSpent.class);
            return 0;
        }
    }

    @Test
    void aRollbackLeavesItUnspent() {
        var token = token();
        var ada = holding(token);
        database.transact(
                ada,
                tx -> {
                    tx.update(ONE);
                    tx.rollback();
                    return 0;
                });
        assertThat(ada.once()).extracting(Once::spent).isEqualTo(false);
        assertThatThrownBy(() ->
                        database.transact(
                                ada,
                                tx -> {
                                    tx.update(ONE);
                                    throw new IllegalArgumentException("changed my mind");
                                }))
                .isInstanceOf(IllegalArgumentException.class);
        database.spend(ada);
        assertThat(ada.once()).extracting(Once::spent).isEqualTo(true);
        assertThatThrownBy(() -> read(holding(token))).isInstanceOf(OnceSpent.class);
    }

    @Test
    void aFailedStatementLeavesItUnspent() {
        var ada = holding(token());
        assertThatThrownBy(() -> database.list(ada, "select 1/0", row -> row.intValue(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ada.once()).extracting(Once::spent).isEqualTo(false);
        read(ada);
    }

    @Test
    void anotherEpochIsStale() {
        var foreign = new Once(token(), Instant.now().plusSeconds(60), "A".repeat(22));
        assertThatThrownBy(() -> read(new Caller.Agent(new Handle("ada"), foreign)))
                .isInstanceOf(StaleEpoch.class);
    }

    @Test
    void whatHasExpiredOrLivesTooLongIsRefused() {
        var now = Instant.now();
        assertThatThrownBy(() -> read(holding(token(), now.minusSeconds(90))))
                .isInstanceOf(OnceSpent.class);
        assertThatThrownBy(() -> read(holding(token(), now.plusSeconds(3_600))))
                .isInstanceOf(OnceSpent.class);
    }

    @Test
    void theSweepForgetsWhatHasExpiredAndNothingElse() throws Exception {
        var alive = token();
        read(holding(alive));
        plantExpired();
        var swept =
                database.one(Caller.node(), "select context.sweep()", row -> row.intValue(1))
                        .orElseThrow();
        assertThat(swept).isPositive();
        assertThat(expiredRows()).isZero();
        assertThatThrownBy(() -> read(holding(alive))).isInstanceOf(OnceSpent.class);
    }

    /// In the part of the minute that ended five minutes ago, where nothing alive can be.
    private void plantExpired() throws Exception {
        try (var connection = test.superuser();
                var statement =
                        connection.prepareStatement(
                                """
                                insert into context.spent (minute, hash, expires)
                                select floor(date_part('epoch', e) / 60)::bigint % 16,
                                    sha256(n::text::bytea), e
                                from generate_series(1, 1000) as n,
                                    (select now() - interval '5 minutes' as e) as expired
                                """)) {
            statement.execute();
        }
    }

    private long expiredRows() throws Exception {
        try (var connection = test.superuser();
                var statement =
                        connection.prepareStatement(
                                "select count(*) from context.spent"
                                        + " where expires < now() - interval '3 minutes'");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void onlyTheNodeSweepsOrBeginsAnEpoch() {
        for (var sql : new String[] {"select context.sweep()::text", "select context.epoch('x')"}) {
            assertThatThrownBy(() ->
                            database.list(
                                    new Caller.Agent(new Handle("ada"), null),
                                    sql,
                                    row -> row.string(1)))
                    .isInstanceOf(DatabaseUnavailable.class);
        }
    }
}
