package carapace.server.votes;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("vote", VoteProjection.SET);
    }
}
