package carapace.server.owners;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("budget", Budgets.SPEND);
    }
}
