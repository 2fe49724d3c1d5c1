package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What PostgreSQL reports becomes one of the few failures that callers tell apart.
class FailuresTest {

    private final TestDatabase test = Postgres.EMBEDDED_18.database();
    private final Database database = test.database();

    @BeforeEach
    void plant() {
        test.migrate(
                """
                create schema failing;
                grant usage on schema failing to carapace_app;
                create function failing.with(state text) returns integer language plpgsql as $$
                    begin raise exception 'canary' using errcode = state; end
                $$;
                create table failing.rows (
                    id text primary key,
                    positive integer constraint must_be_positive check (positive > 0)
                );
                grant select, insert on failing.rows to carapace_app
                """);
    }

    @AfterEach
    void clean() {
        test.migrate("drop schema failing cascade");
    }

    private void fail(String state) {
        database.list(Caller.node(), "select failing.with(?)", row -> row.intValue(1), state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "57014", "55P03", "40001", "40P01", "57P01", "57P03", "53300", "08006", "58030"
            })
    void whatMayPassIsUnavailable(String state) {
        assertThatThrownBy(() -> fail(state)).isInstanceOf(DatabaseUnavailable.class);
        assertThat(database.one(Caller.node(), "select 1", row -> row.intValue(1))).contains(1);
    }

    @Test
    void aFullDiskIsToldApart() {
        assertThatThrownBy(() -> fail("53100")).isInstanceOf(StorageFull.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "22012", "42P01", "XX000", "P0001"})
    void everythingElseIsABugThatQuotesNothing(String state) {
        assertThatThrownBy(() -> fail(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("statement failed (SQLSTATE " + state + ")");
    }

    @Test
    void aConstraintNamesItselfAndNothingIsWritten() {
        insert("one", 1);
        assertThatThrownBy(() -> insert("one", 2))
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.constraint()).isEqualTo("rows_pkey"));
        assertThatThrownBy(() ->
                        database.transact(
                                Caller.node(),
                                tx -> {
                                    tx.update(INSERT, "two", 1);
                                    return tx.update(INSERT, "three", -1);
                                }))
                .isInstanceOfSatisfying(
                        Conflict.class,
                        e -> assertThat(e.constraint()).isEqualTo("must_be_positive"));
        assertThat(
                        database.list(
                                Caller.node(), "select id from failing.rows", row -> row.string(1)))
                .containsExactly("one");
    }

    private static final String INSERT = "insert into failing.rows (id, positive) values (?, ?)";

    private void insert(String id, int positive) {
        int rows = database.transact(Caller.node(), tx -> tx.update(INSERT, id, positive));
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void moreRowsThanOneAreABug() {
        assertThatThrownBy(() ->
                        database.one(
                                Caller.node(),
                                "select * from generate_series(1, 2)",
                                row -> row.intValue(1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNullWhereNoneMayBeIsABug() {
        assertThatThrownBy(() ->
                        database.one(Caller.node(), "select null::text", row -> row.string(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("column 1 is null");
    }

    @Test
    void anExceptionOfTheWorkRollsBackAndComesThrough() {
        assertThatThrownBy(() ->
                        database.transact(
                                Caller.node(),
                                tx -> {
                                    tx.update(INSERT, "gone", 1);
                                    throw new IllegalArgumentException("mine");
                                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine");
        assertThat(
                        database.list(
                                Caller.node(), "select id from failing.rows", row -> row.string(1)))
                .isEmpty();
    }
}
