package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Handle;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/// Context and statement travel together: counted at the socket.
class RoundTripTest {

    private static final Contexts CONTEXTS = new Contexts(TestDatabase.vault(), Clock.systemUTC());
    private static final Caller ADA = new Caller.Agent(new Handle("ada"));
    private static final String WHO = "select context.agent()";

    private final TestDatabase test = Postgres.EMBEDDED_18.database();

    @Test
    void aReadTakesOne() throws SQLException {
        try (var connection = counted()) {
            for (var i = 0; i < 10; i++) {
                var before = CountingSockets.ROUND_TRIPS.get();
                var statements = new Statements(connection, CONTEXTS, ADA);
                assertThat(statements.list(WHO, row -> row.string(1), new Object[0]))
                        .containsExactly("ada");
                assertThat(CountingSockets.ROUND_TRIPS.get() - before).isEqualTo(1);
            }
        }
    }

    @Test
    void aTransactionTakesOnePerStatementAndOneToCommit() throws SQLException {
        try (var connection = counted()) {
            for (var i = 0; i < 10; i++) {
                var before = CountingSockets.ROUND_TRIPS.get();
                new Transaction(connection, CONTEXTS, ADA)
                        .run(tx -> {
                            tx.one(WHO, row -> row.string(1));
                            return tx.one(WHO, row -> row.string(1));
                        });
                assertThat(CountingSockets.ROUND_TRIPS.get() - before).isEqualTo(3);
                connection.setAutoCommit(true);
            }
        }
    }

    private Connection counted() throws SQLException {
        var address = test.address();
        var properties = address.properties(Pools.APP, TestDatabase.vault().password(Pools.APP));
        properties.put("socketFactory", CountingSockets.class.getName());
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }
}
