package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Handle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A context cannot be forged, copied, kept or done without.
@ParameterizedClass
@EnumSource
class ContextTest {

    private static final Caller ADA = new Caller.Agent(new Handle("ada"));
    private static final Caller BOB = new Caller.Agent(new Handle("bob"));
    private static final Contexts CONTEXTS = new Contexts(TestDatabase.vault(), Clock.systemUTC());

    private final TestDatabase test;

    ContextTest(Postgres postgres) {
        test = postgres.database();
    }

    /// One note of Ada that everybody may see, and one that only she and the node may.
    @BeforeEach
    void adaHasTwoNotes() throws Exception {
        test.migrate(RowSecurityLintTest.sqlExamples().getFirst());
        test.database().transact(ADA, tx -> insert(tx, 1, "ada") + insert(tx, 2, "ada"));
        test.database()
                .transact(
                        ADA,
                        tx ->
                                tx.update(
                                        "update notes.notes set deleted_at = now() where id = ?",
                                        id(2)));
    }

    @AfterEach
    void theNotesGo() {
        test.migrate("drop schema notes cascade");
    }

    private static int insert(Tx tx, int id, String author) {
        return tx.update(
                """
                insert into notes.notes (id, author, text, created_at) values (?, ?, 'text', now())
                """,
                id(id),
                author);
    }

    private static byte[] id(int number) {
        var id = new byte[32];
        id[0] = (byte) number;
        return id;
    }

    private long seenBy(Caller caller) {
        return test.database()
                .one(caller, "select count(*) from notes.notes", row -> row.longValue(1))
                .orElseThrow();
    }

    @Test
    void eachCallerSeesItsRows() {
        assertThat(seenBy(ADA)).isEqualTo(2);
        assertThat(seenBy(Caller.node())).isEqualTo(2);
        assertThat(seenBy(BOB)).isEqualTo(1);
        assertThat(seenBy(Caller.anonymous())).isEqualTo(1);
    }

    @Test
    void withoutContextNobodySeesAnything() throws SQLException {
        for (var role : new String[] {Pools.APP, Pools.READER}) {
            try (var connection = test.login(role)) {
                assertThat(count(connection)).as(role).isZero();
            }
        }
    }

    @Test
    void aSettingWithoutItsMacIsNoContext() throws SQLException {
        var now = System.currentTimeMillis();
        for (var forged :
                new String[] {
                    "agent:ada",
                    "node",
                    "||node",
                    "00|" + now + "|agent:ada",
                    "00".repeat(32) + "|" + now + "|node",
                    "|x|node"
                }) {
            try (var connection = test.login(Pools.APP)) {
                connection.setAutoCommit(false);
                set(connection, forged);
                refused(connection);
            }
        }
    }

    @Test
    void aContextOfAnotherConnectionIsRefused() throws SQLException {
        try (var one = test.login(Pools.APP);
                var other = test.login(Pools.APP)) {
            var copied = CONTEXTS.entered(Pools.APP, Pools.backend(one), ADA);
            other.setAutoCommit(false);
            set(other, copied);
            refused(other);
        }
    }

    @Test
    void aContextEndsWithItsTransaction() throws SQLException {
        try (var connection = test.login(Pools.APP)) {
            connection.setAutoCommit(false);
            set(connection, CONTEXTS.entered(Pools.APP, Pools.backend(connection), ADA));
            assertThat(count(connection)).isEqualTo(2);
            connection.commit();
            assertThat(count(connection)).isZero();
        }
    }

    @Test
    void aPooledConnectionKeepsNothingOfTheLastCaller() {
        // More often than there are connections, so each has served Ada before it serves Bob.
        for (var i = 0; i < 40; i++) {
            assertThat(seenBy(ADA)).isEqualTo(2);
        }
        for (var i = 0; i < 40; i++) {
            assertThat(seenBy(BOB)).isEqualTo(1);
        }
    }

    @Test
    void aContextIsGoodForAMinute() throws SQLException {
        try (var connection = test.login(Pools.APP)) {
            connection.setAutoCommit(false);
            for (var off : new Duration[] {Duration.ofSeconds(-90), Duration.ofSeconds(90)}) {
                var clock = Clock.fixed(Instant.now().plus(off), java.time.ZoneOffset.UTC);
                var contexts = new Contexts(TestDatabase.vault(), clock);
                var stale = contexts.entered(Pools.APP, Pools.backend(connection), ADA);
                set(connection, stale);
                refused(connection);
                connection.rollback();
            }
        }
    }

    @Test
    void theReaderSpeaksForThePublicOnly() throws SQLException {
        try (var connection = test.login(Pools.READER)) {
            connection.setAutoCommit(false);
            for (var caller : new Caller[] {ADA, Caller.node()}) {
                var context = CONTEXTS.entered(Pools.READER, Pools.backend(connection), caller);
                set(connection, context);
                refused(connection);
                connection.rollback();
            }
        }
    }

    @Test
    void anInjectionCannotBecomeSomebodyElse() {
        var injected =
                """
                select (select count(*) from notes.notes)
                from set_config('carapace.context', ?, true)
                """;
        assertThatThrownBy(() ->
                        test.database()
                                .one(BOB, injected, row -> row.longValue(1), "00|1|agent:ada"))
                .isInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void nobodyWritesInTheNameOfAnother() {
        assertThatThrownBy(() -> test.database().transact(BOB, tx -> insert(tx, 3, "ada")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42501");
    }

    @Test
    void theServedRolesReachNeitherKeysNorOtherRoles() throws SQLException {
        for (var role : new String[] {Pools.APP, Pools.READER}) {
            for (var attempt :
                    new String[] {
                        "select inner_pad from context.keys",
                        "select hash from context.spent",
                        "truncate context.spent_0",
                        "set role carapace_owner",
                        "set role carapace_ledger",
                        "create table public.mine (a integer)",
                        "create temporary table mine (a integer)",
                        "create schema mine",
                        "alter role carapace_app bypassrls",
                        "select rolpassword from pg_authid",
                        "select version from migrations.history",
                        "alter table notes.notes disable row level security"
                    }) {
                try (var connection = test.login(role)) {
                    assertThatThrownBy(() -> run(connection, attempt))
                            .as(role + ": " + attempt)
                            .isInstanceOf(SQLException.class)
                            .extracting(e -> ((SQLException) e).getSQLState())
                            .isEqualTo("42501");
                }
            }
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) from notes.notes");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void set(Connection connection, String value) throws SQLException {
        runWith(connection, "select set_config('carapace.context', ?, true)", value);
    }

    private static void refused(Connection connection) {
        assertThatThrownBy(() -> count(connection))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("context refused");
    }

    private static void runWith(Connection connection, String sql, String value)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.execute();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
