package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Tx;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// Servers that take one record for another.
public final class ChainFlaws {

    private ChainFlaws() {}

    /// Whatever comes with a number that is taken is believed to have been accepted before.
    public static final class ByNumber {
        @Bean
        @Primary
        LedgerProjection flawed() {
            return new LedgerProjection() {
                @Override
                List<Known> known(Handle agent, List<RecordId> ids, Tx tx) {
                    return ids.stream().map(id -> new Known(id, "receipt")).toList();
                }
            };
        }
    }
}
