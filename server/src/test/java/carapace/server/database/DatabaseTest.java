package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import carapace.protocol.key.Handle;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class DatabaseTest {

    private static final Caller ADA = new Caller.Agent(new Handle("ada"));

    /// More than there are connections.
    private static final int CALLS = 40;

    private final Postgres postgres;
    private final TestDatabase test;

    DatabaseTest(Postgres postgres) {
        this.postgres = postgres;
        this.test = postgres.database();
    }

    @Test
    void everyCallerIsKnownToTheDatabase() {
        assertThat(callerSeenAs(Caller.anonymous())).isEqualTo("anonymous carapace_reader");
        assertThat(callerSeenAs(ADA)).isEqualTo("agent:ada carapace_app");
        assertThat(callerSeenAs(Caller.node())).isEqualTo("node carapace_app");
    }

    private String callerSeenAs(Caller caller) {
        return test.database()
                .one(caller, "select context.caller() || ' ' || session_user", row -> row.string(1))
                .orElseThrow();
    }

    @Test
    void aSnapshotDoesNotMoveAndCannotWrite() {
        test.database()
                .snapshot(
                        ADA,
                        tx -> {
                            var before = tx.one(SNAPSHOT, row -> row.string(1));
                            test.database().list(ADA, WRITE, row -> row.longValue(1));
                            assertThat(tx.one(SNAPSHOT, row -> row.string(1))).isEqualTo(before);
                            assertThatThrownBy(() -> tx.list(WRITE, row -> row.longValue(1)))
                                    .hasMessageContaining("25006");
                            return true;
                        });
    }

    @Test
    void whoComesAfterASnapshotWritesAndSeesWhatOthersCommit() {
        test.database().snapshot(ADA, tx -> tx.one(SNAPSHOT, row -> row.string(1)));

        for (var i = 0; i < POOL; i++) {
            test.database()
                    .transact(
                            ADA,
                            tx -> {
                                assertThat(tx.list(WRITE, row -> row.longValue(1))).hasSize(1);
                                return assertThat(tx.one(ISOLATION, row -> row.string(1)))
                                        .contains("read committed");
                            });
        }
    }

    /// More than there are connections, so that the one of the snapshot is among them.
    private static final int POOL = 20;

    private static final String WRITE =
            """
            select 1::bigint
            from ledger.keep_evidence(sha256(gen_random_uuid()::text::bytea), 1, 'forked')
            """;
    private static final String SNAPSHOT = "select pg_current_snapshot()::text";
    private static final String ISOLATION = "select current_setting('transaction_isolation')";

    @Test
    void everyTypeOfParameterArrivesAsItWas() {
        var now = Instant.parse("2026-11-24T13:00:00.123456Z");
        var bytes = new byte[] {0, 1, -1};
        test.database()
                .list(
                        ADA,
                        """
                        select ?::text, ?::bigint, ?::integer, ?::boolean, ?::bytea,
                            ?::timestamptz, ?::text, ?::text[], ?::bytea[], ?::float8
                        """,
                        row -> {
                            assertThat(row.string(1)).isEqualTo("a'b;c\\");
                            assertThat(row.longValue(2)).isEqualTo(Long.MAX_VALUE);
                            assertThat(row.intValue(3)).isEqualTo(-7);
                            assertThat(row.bool(4)).isTrue();
                            assertThat(row.bytes(5)).isEqualTo(bytes);
                            assertThat(row.instant(6)).isEqualTo(now);
                            assertThat(row.stringOrNull(7)).isNull();
                            assertThat(row.strings(8)).containsExactly("x", "y,z", "{\"");
                            assertThat(row.doubleValue(10)).isEqualTo(0.25);
                            return true;
                        },
                        "a'b;c\\",
                        Long.MAX_VALUE,
                        -7,
                        true,
                        bytes,
                        now,
                        null,
                        List.of("x", "y,z", "{\""),
                        new byte[][] {bytes},
                        0.25);
    }

    @Test
    void twoStatementsInOneAreRefused() {
        assertThatThrownBy(() ->
                        test.database().list(ADA, "select 1; select 2", row -> row.intValue(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noCallerLeavesSettingsToTheNext() {
        for (var i = 0; i < CALLS; i++) {
            leave("synchronous_commit", "off");
            leave("row_security", "off");
            leave("statement_timeout", "0");
        }
        for (var i = 0; i < CALLS; i++) {
            assertThat(setting("synchronous_commit")).isEqualTo("on");
            assertThat(setting("row_security")).isEqualTo("on");
            assertThat(setting("statement_timeout")).isEqualTo("10s");
        }
    }

    /// These work before ours are reset. The first caller to suffer is the last.
    @Test
    void aConnectionThatCannotServeIsGivenUp() {
        for (var i = 0; i < CALLS; i++) {
            leave("default_transaction_read_only", "on");
        }
        var failed = 0;
        for (var i = 0; i < 2 * CALLS; i++) {
            failed += canWrite() ? 0 : 1;
        }
        assertThat(failed).isLessThanOrEqualTo(12);
        for (var i = 0; i < CALLS; i++) {
            assertThat(canWrite()).isTrue();
        }
    }

    private void leave(String setting, String value) {
        test.database()
                .list(ADA, "select set_config(?, ?, false)", row -> row.string(1), setting, value);
    }

    private String setting(String name) {
        return test.database()
                .one(ADA, "select current_setting(?)", row -> row.string(1), name)
                .orElseThrow();
    }

    private boolean canWrite() {
        try {
            return test.database()
                    .transact(
                            Caller.node(),
                            tx -> tx.list("select ledger.clean_outbox()", _ -> true).size() == 1);
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /// Only a superuser could close these, and the external PostgreSQL has an administrator who is
    /// none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select pg_terminate_backend(pg_backend_pid())",
                "select pg_cancel_backend(pg_backend_pid())",
                "select pg_advisory_lock(1)",
                "select pg_try_advisory_xact_lock(1, 2)",
                "select lo_create(0)",
                "select lo_from_bytea(0, 'x')",
                "select pg_logical_emit_message(false, 'a', 'b')",
                "select query from pg_stat_activity",
                "do 'begin end'"
            })
    void whatNoRequestNeedsIsClosed(String statement) {
        assumeThat(postgres)
                .as("only a database of our own is closed so far")
                .isEqualTo(Postgres.EMBEDDED_18);
        for (var caller : List.of(Caller.anonymous(), ADA, Caller.node())) {
            assertThatThrownBy(() -> test.database().list(caller, statement, _ -> true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("42501");
        }
    }
}
