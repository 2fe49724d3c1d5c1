package carapace.server.ledger;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("lock-head", LedgerProjection.LOCK_HEAD);
        Floor.assertCopied("append", LedgerProjection.APPEND);
    }
}
