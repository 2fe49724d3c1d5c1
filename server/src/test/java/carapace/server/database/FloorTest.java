package carapace.server.database;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    /// The floor has no context to enter, so it sends the rest.
    @Test
    void spendsAsTheServerDoes() {
        Floor.assertCopied("spend", Database.SPEND);
    }
}
