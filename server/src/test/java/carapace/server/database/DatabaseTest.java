package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.Handle;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DatabaseTest {

    private static final Caller ADA = new Caller.Agent(new Handle("ada"), null);

    private final TestDatabase test;

    DatabaseTest(Postgres postgres) {
        test = postgres.database();
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
}
