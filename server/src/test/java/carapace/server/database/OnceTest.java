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
    private static final Caller.Agent ADA = new Caller.Agent(new Handle("ada"));
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

    private static Once once(byte[] token) {
        return new Once(token, Instant.now().plusSeconds(60));
    }

    private void spend(Once once) {
        database.spend(ADA, once);
    }

    @Test
    void isSpentOnceByWhomever() {
        var token = token();
        spend(once(token));
        assertThatThrownBy(() -> spend(once(token))).isInstanceOf(OnceSpent.class);
        assertThatThrownBy(() -> database.spend(new Caller.Agent(new Handle("bob")), once(token)))
                .isInstanceOf(OnceSpent.class);
        spend(once(token()));
    }

    @Test
    void ofManyAtOnceExactlyOneSucceeds() throws Exception {
        var token = token();
        var attempts = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < PARALLEL; i++) {
            attempts.add(() -> {
                spend(once(token));
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
    void whatHasExpiredOrLivesTooLongIsRefused() {
        var now = Instant.now();
        assertThatThrownBy(() -> spend(new Once(token(), now.minusSeconds(90))))
                .isInstanceOf(OnceSpent.class);
        assertThatThrownBy(() -> spend(new Once(token(), now.plusSeconds(3_600))))
                .isInstanceOf(OnceSpent.class);
    }

    @Test
    void theSweepForgetsWhatHasExpiredAndNothingElse() throws Exception {
        var alive = token();
        spend(once(alive));
        plantExpired();
        var swept =
                database.one(Caller.node(), "select context.sweep()", row -> row.intValue(1))
                        .orElseThrow();
        assertThat(swept).isPositive();
        assertThat(expiredRows()).isZero();
        assertThatThrownBy(() -> spend(once(alive))).isInstanceOf(OnceSpent.class);
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
    void onlyTheNodeSweeps() {
        assertThatThrownBy(() ->
                        database.list(ADA, "select context.sweep()::text", row -> row.string(1)))
                .isInstanceOf(DatabaseUnavailable.class);
    }
}
