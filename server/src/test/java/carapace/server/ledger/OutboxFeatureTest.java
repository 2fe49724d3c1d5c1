package carapace.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The order in which everybody hears of records.
class OutboxFeatureTest {

    private static final String ADD =
            """
            insert into ledger.outbox (transaction, record, agent, type, accepted_at)
            select n::text::xid8, sha256(n::text::bytea), 'outbox-nobody', 'vote.set', now()
            from unnest(array[9, 10, 11, 99, 100]) n
            """;

    @AfterEach
    void forget() {
        TestServer.change("delete from ledger.outbox where agent = 'outbox-nobody'");
    }

    /// As texts the numbers would be 10, 100, 11, 9, 99; a page of two would leave 9 out for good.
    @Test
    void isThatOfNumbersWhateverTheirLength() {
        TestServer.change(ADD);
        var outbox = TestServer.part(OutboxQueries.class);

        assertThat(outbox.next(new Place(8, 0), 5).stream().map(it -> it.place().transaction()))
                .containsExactly(9L, 10L, 11L, 99L, 100L);
        assertThat(outbox.next(new Place(8, 0), 2).stream().map(it -> it.place().transaction()))
                .containsExactly(9L, 10L);
    }
}
