package carapace.server.agents;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("authority", AuthorityGate.PRESENT);
    }
}
